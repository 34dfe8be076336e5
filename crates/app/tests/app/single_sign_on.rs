//! Hostile ID tokens: of everything that a token can have wrong, nothing is believed. Keys of P-256 are made
//! here; the RSA key is the one that RFC 7515 publishes (appendix A.2), because making one takes seconds.

use app::single_sign_on::{Claims, Expected, Keys, TokenError, verify};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPairComponents, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512,
    RsaEncoding, RsaKeyPair,
};
use serde_json::{Value, json};

/// Modulus.
const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0B\
    m4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5\
    z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7\
    aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
/// Private exponent.
const D: &str = "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2N\
    XOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M\
    _V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x\
    _jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ";
/// First prime.
const P: &str = "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py\
    5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc";
/// Second prime.
const Q: &str = "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQ\
    eZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc";
/// Exponent for the first prime.
const DP: &str = "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu\
    1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0";
/// Exponent for the second prime.
const DQ: &str = "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0a\
    jaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU";
/// Coefficient.
const QI: &str = "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY\
    7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U";
/// The same key's signature as it is published (RFC 7515 appendix A.2).
const PUBLISHED: &str = "eyJhbGciOiJSUzI1NiJ9\
    .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
    .cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5ju\
    jGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe\
    7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8n\
    p6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

const ISSUER: &str = "https://login.office.example/tenant";
const CLIENT: &str = "resettle";
const NONCE: &str = "the-word-of-this-sign-in";

fn now() -> DateTime<Utc> {
    "2026-11-25T14:30:00Z".parse().unwrap()
}

fn rsa() -> RsaKeyPair {
    let part = |text: &str| BASE64.decode(text).unwrap();
    let public_key = PublicKeyComponents { n: part(N), e: part("AQAB") };
    let components = KeyPairComponents {
        public_key,
        d: part(D),
        p: part(P),
        q: part(Q),
        dP: part(DP),
        dQ: part(DQ),
        qInv: part(QI),
    };
    RsaKeyPair::from_components(&components).unwrap()
}

fn ec() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap()
}

/// The keys of a provider, and how it signs.
struct Signer {
    rsa: RsaKeyPair,
    ec: EcdsaKeyPair,
}

impl Signer {
    fn new() -> Self {
        Self { rsa: rsa(), ec: ec() }
    }

    fn rsa_key() -> Value {
        json!({"kty": "RSA", "kid": "rsa", "use": "sig", "alg": "RS256", "n": N, "e": "AQAB"})
    }

    fn ec_key(&self) -> Value {
        let point = self.ec.public_key().as_ref();
        let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
        json!({"kty": "EC", "kid": "ec", "crv": "P-256", "x": x, "y": y})
    }

    fn keys(&self) -> Keys {
        let other = json!({"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "other"});
        keys(&[Self::rsa_key(), self.ec_key(), other])
    }

    fn sign(&self, head: &Value, body: &Value) -> String {
        let said = said(head, body);
        let signature = match head["alg"].as_str() {
            Some("ES256") => {
                let random = SystemRandom::new();
                self.ec.sign(&random, said.as_bytes()).unwrap().as_ref().to_vec()
            }
            _ => self.by_rsa(&RSA_PKCS1_SHA256, &said),
        };
        format!("{said}.{}", BASE64.encode(signature))
    }

    fn by_rsa(&self, how: &'static dyn RsaEncoding, said: &str) -> Vec<u8> {
        let mut signature = vec![0; self.rsa.public().modulus_len()];
        self.rsa.sign(how, &SystemRandom::new(), said.as_bytes(), &mut signature).unwrap();
        signature
    }
}

fn said(head: &Value, body: &Value) -> String {
    format!("{}.{}", BASE64.encode(head.to_string()), BASE64.encode(body.to_string()))
}

fn keys(all: &[Value]) -> Keys {
    Keys::read(json!({ "keys": all }).to_string().as_bytes()).unwrap()
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: CLIENT,
        nonce: NONCE,
        two_factor_classes: &[],
        now: now(),
    }
}

fn head(alg: &str) -> Value {
    json!({"alg": alg, "kid": if alg == "ES256" { "ec" } else { "rsa" }, "typ": "JWT"})
}

fn body() -> Value {
    let at = now().timestamp();
    json!({
        "iss": ISSUER, "sub": "a-subject", "aud": CLIENT, "exp": at + 300, "iat": at, "nonce": NONCE
    })
}

/// Returns a value with another member.
fn with(value: &Value, name: &str, member: Value) -> Value {
    let mut value = value.clone();
    value[name] = member;
    value
}

/// Returns a value without a member.
fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().remove(name);
    value
}

#[test]
fn a_right_token_is_believed() {
    let signer = Signer::new();
    let keys = signer.keys();
    for alg in ["RS256", "ES256"] {
        let token = signer.sign(&head(alg), &body());
        let claims = verify(&token, &keys, &expected()).unwrap();
        assert_eq!(claims, Claims { subject: "a-subject".to_owned(), two_factors_at: None });
        // Without a name of its key, and among several audiences with a party.
        let token = signer.sign(&without(&head(alg), "kid"), &body());
        assert!(verify(&token, &keys, &expected()).is_ok(), "{alg}");
        let several = with(&with(&body(), "aud", json!(["x", CLIENT])), "azp", json!(CLIENT));
        let token = signer.sign(&without(&head(alg), "typ"), &several);
        assert!(verify(&token, &keys, &expected()).is_ok(), "{alg}");
    }
}

#[test]
fn a_published_signature_is_right_and_what_it_says_is_looked_at_after() {
    let keys = keys(&[Signer::rsa_key()]);
    // It says nothing of a subject: past the signature, it cannot be read.
    assert_eq!(verify(PUBLISHED, &keys, &expected()), Err(TokenError::Malformed));
    let altered = PUBLISHED.replace(".cC4h", ".cC4i");
    assert_eq!(verify(&altered, &keys, &expected()), Err(TokenError::Signature));
}

#[test]
fn nothing_is_believed_that_another_hand_signed() {
    let signer = Signer::new();
    let keys = signer.keys();
    let good = signer.sign(&head("ES256"), &body());
    let (said_well, _) = good.rsplit_once('.').unwrap();
    let another = Signer::new().sign(&head("ES256"), &body());
    assert_eq!(verify(&another, &keys, &expected()), Err(TokenError::Signature));
    for signature in ["", "AA", &"A".repeat(86)] {
        let token = format!("{said_well}.{signature}");
        assert_eq!(verify(&token, &keys, &expected()), Err(TokenError::Signature), "{signature}");
    }
    // Somebody else's name under the signature of this one.
    let other = said(&head("ES256"), &with(&body(), "sub", json!("another")));
    let signature = good.rsplit('.').next().unwrap();
    let swapped = format!("{other}.{signature}");
    assert_eq!(verify(&swapped, &keys, &expected()), Err(TokenError::Signature));
    // By the right key in another way.
    let strong = said(&head("RS256"), &body());
    let by_another = BASE64.encode(signer.by_rsa(&RSA_PKCS1_SHA512, &strong));
    let token = format!("{strong}.{by_another}");
    assert_eq!(verify(&token, &keys, &expected()), Err(TokenError::Signature));
}

/// Each bit of a signature matters, for both kinds.
#[test]
fn any_bit_of_a_signature_that_is_another_is_found() {
    let signer = Signer::new();
    let keys = signer.keys();
    for alg in ["RS256", "ES256"] {
        let token = signer.sign(&head(alg), &body());
        let (said, signature) = token.rsplit_once('.').unwrap();
        let bytes = BASE64.decode(signature).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut bytes = bytes.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let token = format!("{said}.{}", BASE64.encode(bytes));
            assert_eq!(
                verify(&token, &keys, &expected()),
                Err(TokenError::Signature),
                "{alg} {bit}"
            );
        }
    }
}

#[test]
fn a_token_does_not_choose_how_it_is_checked() {
    let signer = Signer::new();
    let keys = signer.keys();
    for alg in ["none", "None", "NONE", "", "HS256", "RS384", "RS512", "PS256", "ES384", "EdDSA"] {
        let said = said(&with(&head("RS256"), "alg", json!(alg)), &body());
        let by_key = BASE64.encode(signer.by_rsa(&RSA_PKCS1_SHA256, &said));
        // HMAC with the public key as its secret, and no signature at all, are among these.
        for signature in ["", &by_key] {
            let token = format!("{said}.{signature}");
            assert_eq!(verify(&token, &keys, &expected()), Err(TokenError::Algorithm), "{alg}");
        }
    }
    // The key of one kind under the name of the other.
    let mixed = with(&head("ES256"), "kid", json!("rsa"));
    assert_eq!(verify(&signer.sign(&mixed, &body()), &keys, &expected()), Err(TokenError::Key));
    let unknown = with(&head("RS256"), "kid", json!("nobody"));
    assert_eq!(verify(&signer.sign(&unknown, &body()), &keys, &expected()), Err(TokenError::Key));
    // A key that the token brings itself is not looked at.
    let own = Signer::new();
    let brought = with(&head("ES256"), "jwk", own.ec_key());
    let token = own.sign(&brought, &body());
    assert_eq!(verify(&token, &keys, &expected()), Err(TokenError::Signature));
}

#[test]
fn a_key_is_used_for_what_it_is_there_for() {
    let signer = Signer::new();
    let token = signer.sign(&head("ES256"), &body());
    let key = signer.ec_key();
    for (wrong, why) in [
        (with(&key, "use", json!("enc")), TokenError::Key),
        (with(&key, "alg", json!("ES384")), TokenError::Key),
        (with(&key, "crv", json!("P-384")), TokenError::Key),
        (with(&key, "kty", json!("RSA")), TokenError::Key),
        (with(&key, "x", json!("AA")), TokenError::Key),
        (without(&key, "y"), TokenError::Key),
        (with(&key, "x", key["y"].clone()), TokenError::Signature),
    ] {
        assert_eq!(
            verify(&token, &keys(std::slice::from_ref(&wrong)), &expected()),
            Err(why),
            "{wrong}"
        );
    }
    // Two keys of the same name: it is not clear which is meant.
    assert_eq!(verify(&token, &keys(&[key.clone(), key]), &expected()), Err(TokenError::Key));
    // An RSA key that is too short to be trusted.
    let short = json!({"kty": "RSA", "kid": "rsa", "n": &N[..172], "e": "AQAB"});
    let token = signer.sign(&head("RS256"), &body());
    assert_eq!(verify(&token, &keys(&[short]), &expected()), Err(TokenError::Signature));
}

#[test]
fn what_it_says_has_to_be_for_this_sign_in() {
    let signer = Signer::new();
    let keys = signer.keys();
    let at = now().timestamp();
    let (body, several) = (body(), json!([CLIENT, "x"]));
    for (wrong, why) in [
        (with(&body, "iss", json!("https://login.office.example/")), TokenError::Issuer),
        (with(&body, "iss", json!(format!("{ISSUER}/"))), TokenError::Issuer),
        (with(&body, "aud", json!("another")), TokenError::Audience),
        (with(&body, "aud", json!([])), TokenError::Audience),
        (with(&body, "aud", json!("resettle2")), TokenError::Audience),
        (with(&body, "aud", several.clone()), TokenError::Audience),
        (with(&body, "azp", json!("another")), TokenError::Audience),
        (with(&with(&body, "aud", several), "azp", json!("x")), TokenError::Audience),
        (with(&body, "exp", json!(at - 60)), TokenError::Expired),
        (with(&body, "exp", json!(0)), TokenError::Expired),
        (with(&body, "exp", json!(i64::MIN)), TokenError::Expired),
        (with(&body, "iat", json!(at + 61)), TokenError::NotYet),
        (with(&body, "nbf", json!(at + 61)), TokenError::NotYet),
        (with(&body, "nonce", json!("of another")), TokenError::Nonce),
        (with(&body, "nonce", json!("")), TokenError::Nonce),
        (without(&body, "nonce"), TokenError::Nonce),
        (with(&body, "sub", json!("")), TokenError::Subject),
        (with(&body, "sub", json!("a".repeat(256))), TokenError::Subject),
        (with(&body, "sub", json!("ŵ")), TokenError::Subject),
        (with(&body, "sub", json!(7)), TokenError::Malformed),
        (with(&body, "exp", json!("soon")), TokenError::Malformed),
        (without(&body, "sub"), TokenError::Malformed),
        (without(&body, "iss"), TokenError::Malformed),
        (without(&body, "aud"), TokenError::Malformed),
        (without(&body, "exp"), TokenError::Malformed),
        (without(&body, "iat"), TokenError::Malformed),
        (json!([]), TokenError::Malformed),
    ] {
        let token = signer.sign(&head("ES256"), &wrong);
        assert_eq!(verify(&token, &keys, &expected()), Err(why), "{wrong}");
    }
    // Clocks differ a little.
    for right in [with(&body, "exp", json!(at - 59)), with(&body, "iat", json!(at + 60))] {
        assert!(verify(&signer.sign(&head("ES256"), &right), &keys, &expected()).is_ok());
    }
}

#[test]
fn what_is_no_id_token_is_refused() {
    let signer = Signer::new();
    let keys = signer.keys();
    for (wrong, why) in [
        (with(&head("ES256"), "typ", json!("at+jwt")), TokenError::Type),
        (with(&head("ES256"), "typ", json!("logout+jwt")), TokenError::Type),
        (with(&head("ES256"), "crit", json!(["exp"])), TokenError::Type),
        (without(&head("ES256"), "alg"), TokenError::Malformed),
        (json!("ES256"), TokenError::Malformed),
    ] {
        let token = signer.sign(&wrong, &body());
        assert_eq!(verify(&token, &keys, &expected()), Err(why), "{wrong}");
    }
    let good = signer.sign(&head("ES256"), &body());
    let twice = BASE64.encode(r#"{"alg":"ES256","alg":"none","kid":"ec"}"#);
    let rest = good.split_once('.').unwrap().1;
    for wrong in [
        String::new(),
        "a".to_owned(),
        "a.b".to_owned(),
        "...".to_owned(),
        format!("{good}."),
        format!("{good}.{good}"),
        format!("{good}="),
        format!(" {good}"),
        good.replacen('.', "=.", 1),
        format!("{twice}.{rest}"),
        format!("{good}{}", "A".repeat(17_000)),
    ] {
        assert_eq!(verify(&wrong, &keys, &expected()), Err(TokenError::Malformed), "{wrong}");
    }
    for wrong in ["", "[]", "{}", r#"{"keys":{}}"#] {
        assert!(Keys::read(wrong.as_bytes()).is_err(), "{wrong}");
    }
    let many = vec![Signer::rsa_key(); 51];
    assert!(Keys::read(json!({ "keys": many }).to_string().as_bytes()).is_err());
}

#[test]
fn two_factors_count_where_the_provider_says_so() {
    let signer = Signer::new();
    let keys = signer.keys();
    let at = now().timestamp();
    let classes = ["urn:office:two".to_owned()];
    let expected = Expected { two_factor_classes: &classes, ..expected() };
    let given = |more: Value| {
        let mut body = body();
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        verify(&signer.sign(&head("ES256"), &body), &keys, &expected).unwrap().two_factors_at
    };
    let ago = |minutes| Some(now() - TimeDelta::minutes(minutes));
    for (more, expected) in [
        (json!({"amr": ["pwd", "otp"], "auth_time": at - 120}), ago(2)),
        (json!({"amr": ["fpt", "hwk"], "auth_time": at}), ago(0)),
        (json!({"amr": ["mfa"], "auth_time": at - 60}), ago(1)),
        (json!({"acr": "urn:office:two", "auth_time": at - 60}), ago(1)),
        // Without a time they count, and not as fresh.
        (json!({"amr": ["mfa"]}), ago(60)),
        (json!({"amr": ["mfa"], "auth_time": at + 900}), ago(0)),
        (json!({"amr": ["mfa"], "auth_time": at - 13 * 3600}), None),
        (json!({"amr": ["pwd"], "auth_time": at}), None),
        (json!({"amr": ["pwd", "pin", "kba"], "auth_time": at}), None),
        (json!({"amr": ["otp", "sms"], "auth_time": at}), None),
        (json!({"amr": [], "acr": "urn:office:one", "auth_time": at}), None),
        (json!({"auth_time": at}), None),
    ] {
        assert_eq!(given(more.clone()), expected, "{more}");
    }
}

proptest! {
    /// Whatever comes, it ends, and is neither keys nor a token.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Keys::read(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(verify(&text, &keys(&[Signer::rsa_key()]), &expected()).is_err());
    }

    /// A right token of which any part is another text is not believed.
    #[test]
    fn a_token_with_something_spoilt_is_refused(part in 0_usize..3, text in "[A-Za-z0-9_.=-]{0,80}") {
        let token = Signer::new().sign(&head("RS256"), &body());
        let mut spoilt: Vec<&str> = token.split('.').collect();
        prop_assume!(spoilt[part] != text);
        spoilt[part] = &text;
        prop_assert!(verify(&spoilt.join("."), &keys(&[Signer::rsa_key()]), &expected()).is_err());
    }
}
