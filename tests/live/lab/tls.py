# Certificate authorities of the lab's own, the certificate of a server, and certificates of clients: good
# ones, and some that must prove nothing.
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .process import run


@dataclass(frozen=True)
class Certificates:
    authority: Path
    certificate: Path
    key: Path
    devices: Path  # the authorities of clients that an MTA trusts
    # Certificate and key in one file:
    client: Path
    printer: Path  # of the Example Device CA, as is the next one
    new_printer: Path
    office_printer: Path  # the printer's name, of another authority that the MTA trusts
    forged_printer: Path  # the printer's name, of an authority that nobody trusts


NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
PRINTER = "/O=Example Org/OU=Devices/CN=printer-7.example.com"
DEVICE_AUTHORITY = "/O=Example/CN=Example Device CA"


class Authority:
    def __init__(self, folder: Path, subject: str) -> None:
        self._folder = folder
        folder.mkdir(parents=True)
        self.certificate = folder / "ca.pem"
        run(["openssl", "req", "-x509", *NEW_KEY, "-days", "2", "-subj", subject,
             "-keyout", str(folder / "ca.key"), "-out", str(self.certificate)])

    def sign(self, name: str, subject: str, extensions: str) -> tuple[Path, Path]:
        """Certificate and key."""
        certificate, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        request, settings = self._folder / f"{name}.csr", self._folder / f"{name}.ext"
        settings.write_text(extensions)
        run(["openssl", "req", *NEW_KEY, "-subj", subject, "-keyout", str(key),
             "-out", str(request)])
        run(["openssl", "x509", "-req", "-in", str(request), "-days", "2",
             "-CA", str(self.certificate), "-CAkey", str(self._folder / "ca.key"),
             "-CAcreateserial", "-extfile", str(settings), "-out", str(certificate)])
        return certificate, key

    def client(self, name: str, subject: str) -> Path:
        both = self._folder / f"{name}-and-key.pem"
        both.write_bytes(b"".join(file.read_bytes() for file in self.sign(
            name, subject, "extendedKeyUsage=clientAuth\n")))
        return both


def make_certificates(directory: Path) -> Certificates:
    lab = Authority(directory, "/CN=Lab CA")
    devices = Authority(directory / "devices", DEVICE_AUTHORITY)
    office = Authority(directory / "office", "/O=Example/CN=Example Office CA")
    forger = Authority(directory / "forger", DEVICE_AUTHORITY)
    certificate, key = lab.sign("server", "/CN=msa.example.com",
                                "subjectAltName=DNS:msa.example.com,DNS:localhost,IP:127.0.0.1\n")
    trusted = directory / "devices-ca.pem"
    trusted.write_bytes(b"".join(
        each.certificate.read_bytes() for each in (lab, devices, office)))
    return Certificates(
        authority=lab.certificate, certificate=certificate, key=key, devices=trusted,
        client=lab.client("client", "/CN=alice@example.com"),
        printer=devices.client("printer", PRINTER),
        new_printer=devices.client("new-printer", "/O=Example/CN=printer-8.example.com"),
        office_printer=office.client("printer", PRINTER),
        forged_printer=forger.client("printer", PRINTER))
