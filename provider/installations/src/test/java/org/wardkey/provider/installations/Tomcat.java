package org.wardkey.provider.installations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A Tomcat below {@code /opt/tomcat}, as its project gives it out but for its connectors and users. */
record Tomcat(Machine machine, Recipe recipe) {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("wardkey.tomcat"));
    private static final String USER = "deployer:for this test alone";

    /** With the recipe's connector, and Tomcat's manager as the only application. */
    static Tomcat on(Machine machine) throws IOException {
        machine.run("mkdir -p /opt/tomcat/webapps /opt/tomcat/temp /opt/tomcat/logs /opt/tomcat/work\n"
                + "cp -r " + DISTRIBUTION + "/bin " + DISTRIBUTION + "/conf " + DISTRIBUTION + "/lib /opt/tomcat\n"
                + "chmod +x /opt/tomcat/bin/*.sh\n"
                + "cp -r " + DISTRIBUTION + "/webapps/manager /opt/tomcat/webapps");
        Tomcat tomcat = new Tomcat(machine, Recipe.of("tomcat"));
        tomcat.configure();
        return tomcat;
    }

    private void configure() throws IOException {
        Path server = machine.path("/opt/tomcat/conf/server.xml");
        String text = Files.readString(server);
        String connector = recipe.block("Connector").replace("<Connector ", "<Connector address=\"127.0.0.1\" ");
        assertThat(text).contains("<Server port=\"8005\"", "<Connector port=\"8080\"");
        machine.write(
                "/opt/tomcat/conf/server.xml",
                text.replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                        .replaceFirst("(?s)<Connector port=\"8080\".*?/>", connector));
        machine.write("/opt/tomcat/conf/tomcat-users.xml", """
                <tomcat-users xmlns="http://tomcat.apache.org/xml" version="1.0">
                  <user username="deployer" password="for this test alone" roles="manager-script"/>
                </tomcat-users>
                """);
    }

    void setenv(String text) throws IOException {
        machine.write("/opt/tomcat/bin/setenv.sh", text);
    }

    Server start() throws IOException, InterruptedException {
        return machine.start(recipe.block("start"), Map.of()).await("Server startup in");
    }

    /** What is compiled against. */
    private static Path servletApi() {
        return DISTRIBUTION.resolve("lib/servlet-api.jar");
    }

    Path war(List<Path> libraries, Path folder) throws IOException {
        return Applications.war("tomcat", Files.createDirectories(folder), servletApi(), libraries);
    }

    /** A command to Tomcat's manager. */
    String manage(Tls client, String command) throws IOException {
        String credentials = Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.US_ASCII));
        Tls.Reply reply = client.get(
                machine.port(8443), "/manager/text/" + command, Map.of("Authorization", "Basic " + credentials));
        assertThat(reply.body()).startsWith("OK");
        return reply.body();
    }
}
