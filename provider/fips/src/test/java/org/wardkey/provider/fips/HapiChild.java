package org.wardkey.provider.fips;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.app.HL7Service;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import ca.uhn.hl7v2.util.idgenerator.InMemoryIDGenerator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.Security;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.wardkey.provider.WardkeyProvider;

/** HAPI as sender and receiver of HL7 messages over TLS, with the JVM's default key and trust stores. */
final class HapiChild {
    private static final String OBSERVATION = String.join(
            "\r",
            "MSH|^~\\&|PUMP|ICU|EHR|WARD|20261127||ORU^R01|1|P|2.4",
            "PID|||4711||Test^Patient",
            "OBR|1|||RATE",
            "OBX|1|NM|RATE||12|ml/h|||||F");

    private HapiChild() {}

    /** Answers every message. */
    private static final class Receiver implements ReceivingApplication<Message> {
        @Override
        public Message processMessage(Message message, Map<String, Object> metadata) throws ca.uhn.hl7v2.HL7Exception {
            try {
                return message.generateACK();
            } catch (java.io.IOException e) {
                throw new ca.uhn.hl7v2.HL7Exception(e);
            }
        }

        @Override
        public boolean canProcess(Message message) {
            return true;
        }
    }

    /**
     * Sends a message to itself.
     *
     * @param arguments the configuration
     */
    public static void main(String[] arguments) throws Exception {
        WardkeyProvider wardkey = (WardkeyProvider) new WardkeyProvider().configure(arguments[0]);
        Security.insertProviderAt(wardkey, 1);
        Security.addProvider(new BouncyCastleProvider());
        int port = freePort();
        try (HapiContext context = new DefaultHapiContext()) {
            // The usual generator keeps its last number in a file where the program runs.
            context.getParserConfiguration().setIdGenerator(new InMemoryIDGenerator());
            HL7Service server = context.newServer(port, true);
            server.registerApplication(new Receiver());
            server.startAndWait();
            Connection client = context.newClient("localhost", port, true);
            Message answer =
                    client.getInitiator().sendAndReceive(context.getPipeParser().parse(OBSERVATION));
            System.out.println("answered: " + answer.encode().replace('\r', ' '));
            client.close();
            server.stopAndWait();
        }
        System.out.println(
                "engines: " + wardkey.administration().report().engines().keySet() + ", self-tests: "
                        + wardkey.administration().report().selfTests());
        System.exit(0);
    }

    private static int freePort() throws java.io.IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
