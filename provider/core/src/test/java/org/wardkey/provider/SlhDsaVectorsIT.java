package org.wardkey.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wardkey.provider.backend.PostQuantumKeys;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.SlhDsaParameters;

/** NIST's vectors of SLH-DSA that have context strings or hash functions, for which the JCA has no words. */
class SlhDsaVectorsIT {
    @TempDir
    private Path folder;

    /** A signature of the vectors: to be verified, or what a key is to have signed. */
    private record Example(Config group, Config test, Config answer) {
        byte[] hex(String name) {
            return HexFormat.of().parseHex((test.hasPath(name) ? test : answer).getString(name));
        }

        boolean isValid() {
            return answer.hasPath("signature") || answer.getBoolean("testPassed");
        }

        /** PK.seed and PK.root are the second half of a private key. Source: FIPS 205 §9.1. */
        byte[] publicKey() {
            if (test.hasPath("pk")) {
                return hex("pk");
            }
            byte[] key = hex("sk");
            return Arrays.copyOfRange(key, key.length / 2, key.length);
        }

        SlhDsaParameters parameters() {
            if (group.getString("preHash").equals("pure")) {
                return SlhDsaParameters.pure(hex("context"));
            }
            String name = test.getString("hashAlg").replace("SHA2-", "SHA-");
            Digest digest = switch (name) {
                case "SHAKE-128" -> Digest.SHAKE128_256;
                case "SHAKE-256" -> Digest.SHAKE256_512;
                default -> Digest.named(name).orElseThrow();
            };
            return SlhDsaParameters.preHash(digest, hex("context"));
        }
    }

    @Test
    void vectors_withContextsAndHashFunctions_pass() throws Exception {
        Path root = Path.of(System.getProperty("wardkey.vectors", "absent"), "acvp");
        WardkeyProvider wardkey = TestHome.in(folder).provider();
        if (!Lattices.OPENSSL_35 || !Files.isDirectory(root)) {
            assertThat(wardkey.getService("Signature", "SLH-DSA") != null).isEqualTo(Lattices.OPENSSL_35);
            return;
        }
        assertThat(run(root.resolve("SLH-DSA-sigVer-FIPS205.subset"), wardkey)).isGreaterThan(20);
        assertThat(run(root.resolve("SLH-DSA-sigGen-FIPS205.subset"), wardkey)).isGreaterThan(20);
    }

    private static int run(Path set, WardkeyProvider wardkey) throws IOException, GeneralSecurityException {
        Map<Integer, Config> answers = new TreeMap<>();
        for (Config group : read(set.resolve("expectedResults.json.gz")).getConfigList("testGroups")) {
            group.getConfigList("tests").forEach(test -> answers.put(test.getInt("tcId"), test));
        }
        int count = 0;
        for (Config group : read(set.resolve("prompt.json.gz")).getConfigList("testGroups")) {
            for (Config test : group.getConfigList("tests")) {
                if (group.getString("signatureInterface").equals("external")) {
                    Example example = new Example(group, test, answers.get(test.getInt("tcId")));
                    assertThat(verifies(wardkey, example))
                            .as(set.getFileName() + " tcId " + test.getInt("tcId"))
                            .isEqualTo(example.isValid());
                    count++;
                }
            }
        }
        return count;
    }

    private static Config read(Path file) throws IOException {
        try (Reader reader =
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(
                    reader, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
        }
    }

    private static boolean verifies(WardkeyProvider wardkey, Example example) throws GeneralSecurityException {
        String set = example.group().getString("parameterSet");
        Signature signature = Signature.getInstance(set, wardkey);
        signature.initVerify(publicKey(wardkey, set, example.publicKey()));
        signature.setParameter(example.parameters());
        signature.update(example.hex("message"));
        try {
            return signature.verify(example.hex("signature"));
        } catch (SignatureException e) {
            // Of another length.
            assertThat(e).hasMessageContaining("Expected a signature of");
            return false;
        }
    }

    private static PublicKey publicKey(WardkeyProvider wardkey, String set, byte[] key)
            throws GeneralSecurityException {
        KeyType type = PostQuantumKeys.named(set).iterator().next();
        byte[] start = HexFormat.of()
                .parseHex(String.format(
                        "30%02x300b06096086480165030403%02x03%02x00",
                        16 + key.length,
                        20 + Arrays.asList(KeyType.Kind.SLH_DSA.types()).indexOf(type),
                        1 + key.length));
        byte[] encoded = Arrays.copyOf(start, start.length + key.length);
        System.arraycopy(key, 0, encoded, start.length, key.length);
        return KeyFactory.getInstance(set, wardkey).generatePublic(new X509EncodedKeySpec(encoded));
    }
}
