use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

use super::ServerCertificate;

/// Who signs the certificates of one [`Tls`](super::Tls), and nobody else's.
pub(super) struct Authority {
    pub(super) certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and the key that proves it.
pub(super) struct Identity {
    pub(super) certificate: Certificate,
    pub(super) key: KeyPair,
}

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = params("valkey-cache tests", &[]);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = new_key();
        let certificate = params.self_signed(&key).expect("cannot sign");
        Self { certificate, issuer: Issuer::new(params, key) }
    }

    pub(super) fn server(&self, kind: ServerCertificate) -> Identity {
        let mut params = match kind {
            ServerCertificate::WrongName => params("server", &["elsewhere.example"]),
            ServerCertificate::Good | ServerCertificate::Expired => params("server", &["localhost", "127.0.0.1"]),
        };
        if let ServerCertificate::Expired = kind {
            params.not_after = date_time_ymd(2001, 1, 1);
        }
        self.sign(params, ExtendedKeyUsagePurpose::ServerAuth)
    }

    pub(super) fn client(&self) -> Identity {
        self.sign(params("client", &[]), ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn sign(&self, mut params: CertificateParams, usage: ExtendedKeyUsagePurpose) -> Identity {
        params.extended_key_usages = vec![usage];
        let key = new_key();
        Identity { certificate: params.signed_by(&key, &self.issuer).expect("cannot sign"), key }
    }
}

/// Those of a certificate for `hosts`, good for all times.
fn params(name: &str, hosts: &[&str]) -> CertificateParams {
    let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
    let mut params = CertificateParams::new(hosts).expect("a host that cannot stand in a certificate");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

fn new_key() -> KeyPair {
    KeyPair::generate().expect("cannot generate a key")
}
