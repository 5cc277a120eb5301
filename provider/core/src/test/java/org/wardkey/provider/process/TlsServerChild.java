package org.wardkey.provider.process;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.Security;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A server with the keys of a home: says its port, and who came and could not agree with it. */
public final class TlsServerChild {
    private TlsServerChild() {}

    /** The configuration. */
    public static void main(String[] arguments) throws Exception {
        Security.insertProviderAt(Managed.provider(arguments[0]), 1);
        KeyStore store = KeyStore.getInstance("Wardkey");
        store.load(null, null);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, null);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.out.println("port " + server.getLocalPort());
            while (true) {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                    System.out.println("served");
                } catch (IOException e) {
                    System.out.println("refused " + e.getMessage());
                }
            }
        }
    }
}
