package org.wardkey.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentFileTest {
    private static final Path AGENT = Path.of("/opt/wardkey/lib/wardkey-agent.jar");

    @Test
    void text_configuration_isTheAgentsArgument() {
        assertThat(ArgumentFile.text(AGENT, Optional.of(Path.of("/etc/wardkey/../wardkey.conf")), false))
                .isEqualTo("""
                        # Made by wardkey args: java @THIS-FILE -jar APPLICATION.jar
                        "-javaagent:/opt/wardkey/lib/wardkey-agent.jar=/etc/wardkey.conf"
                        --enable-native-access=ALL-UNNAMED
                        """);
    }

    @Test
    void text_strictOrWithoutConfiguration_saysThat() {
        assertThat(ArgumentFile.text(AGENT, Optional.of(Path.of("/a.conf")), true))
                .contains("wardkey-agent.jar=/a.conf,strict\"\n");
        assertThat(ArgumentFile.text(AGENT, Optional.empty(), false)).contains("wardkey-agent.jar\"\n");
    }

    @Test
    void text_blanksQuotesAndBackslashes_areQuotedAsTheJvmReadsThem() {
        assertThat(ArgumentFile.text(AGENT, Optional.of(Path.of("/my \"own\"/a\\b#=.conf")), false))
                .contains("=/my \\\"own\\\"/a\\\\b#=.conf\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.conf,strict", "/a.conf ", "/a\nb.conf"})
    void text_pathsThatWouldSaySomethingElse_areRefused(String config) {
        assertThatThrownBy(() -> ArgumentFile.text(AGENT, Optional.of(Path.of(config)), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected a ");
    }

    @Test
    void text_agentBelowAnEqualsSign_isRefused() {
        assertThatThrownBy(() -> ArgumentFile.text(Path.of("/a=b/wardkey-agent.jar"), Optional.empty(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'='");
    }
}
