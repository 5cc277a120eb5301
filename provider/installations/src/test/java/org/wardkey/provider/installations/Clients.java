package org.wardkey.provider.installations;

import java.io.IOException;
import java.nio.file.Path;

/** The other side of mutual TLS, which has no Wardkey. */
final class Clients {
    private Clients() {}

    /**
     * Makes a client, whose certificate is what servers are to trust: {@code /etc/wardkey/clients.pem}.
     *
     * @return its key and certificate, in a PKCS12 file with the password {@code changeit}
     */
    static Path make(Machine machine) throws IOException {
        String store = " -alias client -keystore client.p12 -storetype PKCS12 -storepass changeit";
        machine.run("keytool -genkeypair -keyalg EC -groupname secp256r1 -dname CN=client" + store
                + "\nkeytool -exportcert -rfc -file /etc/wardkey/clients.pem" + store);
        return machine.path("/client.p12");
    }
}
