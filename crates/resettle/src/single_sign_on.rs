//! The providers of `resettle.toml`, read at start: what is wrong with them stops the site with its human
//! cause, and not somebody's sign-in later.

use crate::config::Through;
use anyhow::{Context, bail, ensure};
use app::single_sign_on::{Provider, SingleSignOn};
use domain::Organisation;
use store::{Db, organisation};

/// Returns the providers of a site, if there are any.
pub(crate) async fn providers(
    db: &Db,
    site: Option<&str>,
    settings: &[Through],
) -> anyhow::Result<Option<SingleSignOn>> {
    if settings.is_empty() {
        return Ok(None);
    }
    let site = site.context(
        "single sign-on needs the address of the site; add `site = \"https://…\"` to the settings",
    )?;
    ensure!(
        is_address(site),
        "site = \"{site}\" is no address; write it like https://site.example"
    );
    let known = organisation::list(&mut db.read().await?).await?;
    let mut providers: Vec<Provider> = Vec::new();
    for one in settings {
        let provider = read(one, &known).with_context(|| {
            format!("single sign-on of “{}” cannot be set up", one.organisation)
        })?;
        let twice = providers.iter().any(|other| other.organisation == provider.organisation);
        ensure!(!twice, "“{}” has two providers in the settings", one.organisation);
        providers.push(provider);
    }
    Ok(Some(SingleSignOn::new(site, providers)))
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn read(one: &Through, known: &[Organisation]) -> anyhow::Result<Provider> {
    let mut of_that_name = known.iter().filter(|place| place.name == one.organisation);
    let organisation = match (of_that_name.next(), of_that_name.next()) {
        (Some(place), None) => place.id,
        (None, _) => bail!("there is no organisation of that name"),
        (Some(_), Some(_)) => bail!("there are two organisations of that name; rename one first"),
    };
    let secure = one.issuer.starts_with("https://");
    ensure!(
        secure || one.private && is_address(&one.issuer),
        "issuer = \"{}\" must begin with https:// (or with http:// where private = true)",
        one.issuer
    );
    Ok(Provider {
        organisation,
        name: one.organisation.clone(),
        issuer: one.issuer.clone(),
        client_id: one.client_id.clone(),
        client_secret: secret(one)?,
        hosts: one.hosts.clone(),
        private: one.private,
        two_factor_classes: one.two_factor_classes.clone(),
    })
}

/// Reads the secret, which stands in no settings file.
fn secret(one: &Through) -> anyhow::Result<String> {
    let secret = match (&one.client_secret_file, &one.client_secret_env) {
        (Some(file), None) => std::fs::read_to_string(file)
            .with_context(|| format!("client_secret_file {} cannot be read", file.display()))?,
        (None, Some(name)) => std::env::var(name)
            .with_context(|| format!("client_secret_env {name} is not in the environment"))?,
        _ => bail!("give either client_secret_file or client_secret_env"),
    };
    let secret = secret.trim().to_owned();
    ensure!(!secret.is_empty(), "its client secret is empty");
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use domain::{OrganisationId, OrganisationKind, Sector};
    use uuid::Uuid;

    const SETTINGS: &str = "
        site = \"https://site.example\"
        [[single_sign_on]]
        organisation = \"The Office\"
        issuer = \"https://login.office.example\"
        client_id = \"resettle\"
        client_secret_env = \"PATH\"
    ";

    fn office() -> Organisation {
        Organisation {
            id: OrganisationId(Uuid::from_u128(1)),
            name: "The Office".to_owned(),
            sector: Sector::Public,
            kind: OrganisationKind::Council,
            region: None,
            prison_code: None,
        }
    }

    fn settings(text: &str) -> Through {
        toml::from_str::<Config>(text).unwrap().single_sign_on.remove(0)
    }

    #[test]
    fn what_is_right_is_read() {
        let provider = read(&settings(SETTINGS), &[office()]).unwrap();
        assert_eq!(provider.organisation, office().id);
        assert!(!provider.private && !provider.client_secret.is_empty());
    }

    #[test]
    fn a_slip_is_named_at_start() {
        for (right, wrong, said) in [
            ("The Office", "The Offices", "no organisation of that name"),
            ("https://login", "http://login", "must begin with https://"),
            ("https://login", "login", "must begin with https://"),
            ("\"PATH\"", "\"NOT_THERE_AT_ALL\"", "is not in the environment"),
            ("client_secret_env = \"PATH\"", "", "either client_secret_file or client_secret_env"),
            (
                "client_secret_env = \"PATH\"",
                "client_secret_file = \"/nowhere/at/all\"",
                "/nowhere/at/all cannot be read",
            ),
        ] {
            let error = read(&settings(&SETTINGS.replace(right, wrong)), &[office()]).unwrap_err();
            assert!(format!("{error:#}").contains(said), "{error:#}");
        }
        let two = [office(), office()];
        assert!(read(&settings(SETTINGS), &two).unwrap_err().to_string().contains("two"));
        let secret = SETTINGS.replace("client_secret_env", "client_secret");
        let error = toml::from_str::<Config>(&secret).unwrap_err().to_string();
        assert!(error.contains("unknown field `client_secret`"), "{error}");
    }
}
