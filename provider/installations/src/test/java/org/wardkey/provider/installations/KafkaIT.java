package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kafka.md}: a broker and a client, each with a home of its own. */
class KafkaIT {
    private static final Path LIBRARIES =
            Path.of(System.getProperty("wardkey.installations"), "kafka", "target", "lib");
    private static final String CLASS_PATH = "-cp '" + LIBRARIES + "/*:/opt/app/classes' ";

    /** What a broker has of its own: one node that is its own controller. */
    private static final String NODE = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:9093
            listeners=SSL://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
            advertised.listeners=SSL://localhost:9092
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=CONTROLLER:PLAINTEXT,SSL:SSL
            log.dirs=/var/lib/kafka
            num.partitions=1
            offsets.topic.replication.factor=1
            """;

    @TempDir
    private Path folder;

    @Test
    void brokerAndClient_keysOfTokens_exchangeARecord() throws Exception {
        Recipe recipe = Recipe.of("kafka");
        Machine broker = Machine.prepared(folder.resolve("broker"));
        Machine client = Machine.prepared(folder.resolve("client"));
        broker.write("/etc/wardkey/clients.pem", client.certificate("server"));
        client.write("/etc/wardkey/clients.pem", broker.certificate("server"));
        broker.run(recipe.steps());
        client.run(recipe.steps());
        broker.write("/opt/kafka/server.properties", NODE + recipe.block("server.properties"));
        client.write("/opt/app/client.properties", recipe.block("client.properties"));
        broker.run("java " + CLASS_PATH + "kafka.tools.StorageTool format"
                + " --cluster-id AAAAAAAAAAAAAAAAAAAAAA --config /opt/kafka/server.properties");

        String start = "java $KAFKA_OPTS -Xmx512m " + CLASS_PATH + "kafka.Kafka /opt/kafka/server.properties";
        String options = recipe.block("environment").strip().replaceAll("export KAFKA_OPTS=|\"", "");
        try (Server server = broker.start(start, Map.of("KAFKA_OPTS", options))) {
            broker.awaitStatus(server);
            Applications.compile("kafka", client.path("/opt/app/classes"), Machine.list(LIBRARIES));
            String said = client.run("java " + options + " " + CLASS_PATH + "RoundTrip"
                    + " /opt/app/client.properties localhost:" + broker.port(9092));

            assertThat(said).contains("read 2.5 ml/h");
            assertThat(broker.doctor(server).output()).contains(" protected", "Wardkey is first, READY");
        }
    }
}
