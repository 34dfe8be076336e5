//! `resettle invite`: the first administrator of an organisation. Everybody after is invited on the
//! site itself, by that administrator.

use anyhow::{Context, bail};
use app::{App, Error, invitation};
use clap::Args;
use domain::{
    Email, Invalid, Organisation, OrganisationId, OrganisationKind, Region, Role, Sector, ShortText,
};
use store::{Db, organisation};
use uuid::Uuid;

/// Invite the first administrator of an organisation, and print the link
#[derive(Args)]
pub(crate) struct InviteArgs {
    /// Address of the database: sqlite:FILE or postgres://USER@HOST/NAME
    #[arg(long, env = "RESETTLE_DATABASE")]
    database: String,
    /// E-mail address that will sign in
    #[arg(long)]
    email: String,
    /// Full name of whoever is invited
    #[arg(long)]
    name: String,
    /// Name of the organisation; it is added when there is none of that name
    #[arg(long, value_name = "NAME")]
    organisation_name: String,
    /// Kind of an organisation that is added: prison, probation, council, provider, housing, health,
    /// jobcentre, employer or partnership
    #[arg(long, value_name = "KIND", default_value = "provider")]
    organisation_kind: String,
    /// Sector of an organisation that is added: public, voluntary or private
    #[arg(long, value_name = "SECTOR", default_value = "voluntary")]
    sector: String,
    /// Probation region of an organisation that is added, such as wales or north-west; everywhere
    /// when left out
    #[arg(long)]
    region: Option<String>,
    /// Role: administrator, or another that fits the organisation
    #[arg(long, default_value = "administrator")]
    role: String,
    /// Address of the site, which the link begins with
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    site: String,
}

/// Runs the command.
pub(crate) fn run(args: &InviteArgs) -> anyhow::Result<()> {
    let wanted = read(args)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the machine has no threads left")?;
    runtime.block_on(async {
        let db = Db::open(&args.database).await?;
        let invited = invite(&db, wanted).await;
        db.close().await;
        let invited = invited?;
        println!("Invitation for {} ({}):", invited.name, invited.email);
        println!("{}{}", args.site.trim_end_matches('/'), invited.key);
        println!("It works once, until {}.", invited.expires_at.format("%-d %B %Y, %H:%M UTC"));
        Ok(())
    })
}

/// What was asked for, once it could be read.
struct Wanted {
    email: Email,
    name: String,
    role: Role,
    organisation: Organisation,
}

fn read(args: &InviteArgs) -> anyhow::Result<Wanted> {
    let wrong = |option: &str, why: Invalid| anyhow::anyhow!("--{option} cannot be used ({why})");
    let email = Email::parse(&args.email).map_err(|why| wrong("email", why))?;
    let name = ShortText::parse(&args.name).map_err(|why| wrong("name", why))?;
    let called =
        ShortText::parse(&args.organisation_name).map_err(|why| wrong("organisation-name", why))?;
    let kind = args.organisation_kind.parse::<OrganisationKind>();
    let kind = kind.map_err(|why| wrong("organisation-kind", why))?;
    let sector = args.sector.parse::<Sector>().map_err(|why| wrong("sector", why))?;
    let region = args.region.as_deref().map(str::parse::<Region>).transpose();
    let region = region.map_err(|why| wrong("region", why))?;
    let role = args.role.parse::<Role>().map_err(|why| wrong("role", why))?;
    let organisation = Organisation {
        id: OrganisationId(Uuid::now_v7()),
        name: called.to_string(),
        sector,
        kind,
        region: region.map(|region| region.code().to_owned()),
        prison_code: None,
    };
    Ok(Wanted { email, name: name.to_string(), role, organisation })
}

async fn invite(db: &Db, wanted: Wanted) -> anyhow::Result<invitation::Invited> {
    let known = organisation::list(&mut db.read().await?).await?;
    let mut of_that_name = known.into_iter().filter(|one| one.name == wanted.organisation.name);
    let organisation = match (of_that_name.next(), of_that_name.next()) {
        (None, _) => wanted.organisation,
        (Some(one), None) => one,
        (Some(_), Some(_)) => bail!(
            "there are two organisations called “{}”; rename one first",
            wanted.organisation.name
        ),
    };
    if !wanted.role.fits(organisation.kind) {
        bail!("an organisation of the kind {} has no {}", organisation.kind, wanted.role);
    }
    let app = App::new(db.clone());
    let invited =
        invitation::bootstrap(&app, &organisation, wanted.email, wanted.name, wanted.role).await;
    invited.map_err(|error| match error {
        Error::Invalid(_) => anyhow::anyhow!("that e-mail address has an account already"),
        other => other.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(database: &str, role: &str, kind: &str) -> InviteArgs {
        InviteArgs {
            database: database.to_owned(),
            email: "Ann@Office.example".to_owned(),
            name: "Ann Office".to_owned(),
            organisation_name: "The Office".to_owned(),
            organisation_kind: kind.to_owned(),
            sector: "public".to_owned(),
            region: None,
            role: role.to_owned(),
            site: "https://site.example/".to_owned(),
        }
    }

    #[test]
    fn a_slip_is_named_before_anything_is_opened() {
        for (role, kind, expected) in [
            ("boss", "provider", "--role cannot be used"),
            ("administrator", "charity", "--organisation-kind cannot be used"),
        ] {
            let error = run(&args("sqlite:/nowhere/at/all.db", role, kind)).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        }
    }

    #[test]
    fn the_organisation_is_added_once() {
        let file = std::env::temp_dir().join(format!("resettle-invite-{}.db", Uuid::now_v7()));
        let database = format!("sqlite:{}", file.display());
        for role in ["administrator", "board_member"] {
            run(&args(&database, role, "partnership")).unwrap();
        }
        let error = run(&args(&database, "service_worker", "partnership")).unwrap_err();
        assert!(error.to_string().contains("has no service_worker"), "{error}");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let count = runtime.block_on(async {
            let db = Db::open(&database).await.unwrap();
            let organisations = organisation::list(&mut db.read().await.unwrap()).await.unwrap();
            db.close().await;
            organisations.len()
        });
        assert_eq!(count, 1);
        let _ = std::fs::remove_file(&file);
    }
}
