//! Fills in the forms of pages as somebody with a browser and bad intent would: whatever the page
//! asks for in words gets a text of the test's choice, and everything else what the page offers.

use crate::harness::encode;

/// A form of a page, filled in.
pub(crate) struct Filled {
    pub(crate) action: String,
    pub(crate) pairs: Vec<(String, String)>,
    /// The names of the fields that hold the test's text.
    pub(crate) texts: Vec<String>,
    /// The name of the field that takes a file.
    pub(crate) file: Option<String>,
}

impl Filled {
    pub(crate) fn body(&self) -> String {
        let pairs: Vec<_> = self.pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        encode(&pairs)
    }

    fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == name)
    }

    fn push(&mut self, name: &str, value: &str) {
        self.pairs.push((name.to_owned(), value.to_owned()));
    }
}

/// Returns the forms of a page that change something, but for signing out.
pub(crate) fn forms(page: &str, text: &str) -> Vec<Filled> {
    let forms = page.split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next());
    forms
        .filter(|form| form.starts_with("method=\"post\""))
        .map(|form| filled(form, text))
        .filter(|form| form.action != "/sign-out")
        .collect()
}

fn filled(form: &str, text: &str) -> Filled {
    let action = plain(attribute(form, "action").unwrap_or_default());
    let mut filled = Filled { action, pairs: Vec::new(), texts: Vec::new(), file: None };
    for part in form.split('<').skip(1) {
        let Some(name) = attribute(part, "name").map(plain) else { continue };
        let given = plain(attribute(part, "value").unwrap_or_default());
        let kind = attribute(part, "type").unwrap_or_default();
        if part.starts_with("textarea") {
            filled.texts.push(name.clone());
            filled.push(&name, text);
        } else if part.starts_with("select") {
            let options = form.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
            let options = options.split("</select>").next().unwrap_or_default();
            let mut values = options.split("<option").filter_map(|one| attribute(one, "value"));
            filled.push(&name, &plain(values.find(|value| !value.is_empty()).unwrap_or_default()));
        } else if part.starts_with("input") {
            match kind {
                "hidden" => filled.push(&name, &given),
                "radio" | "checkbox" if filled.has(&name) => {}
                "radio" | "checkbox" => filled.push(&name, &given),
                "file" => filled.file = Some(name),
                _ => match special(&name, part) {
                    Some(value) => {
                        filled.push(&name, if given.is_empty() { value } else { &given })
                    }
                    None => {
                        filled.texts.push(name.clone());
                        filled.push(&name, text);
                    }
                },
            }
        }
    }
    filled
}

/// Returns what a field takes that is not for words.
fn special(name: &str, part: &str) -> Option<&'static str> {
    let future = ["due", "effective", "ends", "review", "to-"].iter().any(|one| name.contains(one));
    let at_birth = name.contains("birth");
    Some(match name.rsplit('-').next().unwrap_or_default() {
        "day" => "25",
        "month" => "11",
        "year" if at_birth => "1990",
        "year" if future => "2027",
        "year" => "2026",
        "email" => "zq7@demo.example",
        "time" => "10:00",
        "postcode" | "age" => "",
        "number" | "crn" | "pnc" | "cro" => "",
        _ if name.starts_with("retention") || part.contains("numeric") => "12",
        _ if part.contains("type=\"email\"") => "zq7@demo.example",
        _ => return None,
    })
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next()?;
    tag.split(&format!(" {name}=\""))
        .nth(1)
        .or_else(|| tag.strip_prefix(&format!("{name}=\"")))?
        .split('"')
        .next()
}

/// Undoes what the page escaped.
fn plain(text: &str) -> String {
    text.replace("&#x2f;", "/")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
