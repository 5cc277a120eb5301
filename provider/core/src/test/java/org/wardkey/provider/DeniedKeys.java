package org.wardkey.provider;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.wardkey.provider.operation.KeyGenParameters;
import org.wardkey.provider.operation.Purpose;

/** The managed keys whose use is denied, or will be: made once for an algorithm, its size and its purposes, since some take a second. */
final class DeniedKeys {
    private static final Purpose[] OF_CIPHERS = {Purpose.ENCRYPT, Purpose.DECRYPT, Purpose.WRAP, Purpose.UNWRAP};

    private final Provider provider;
    private final String alias;
    private final UnaryOperator<KeyGenParameters.Builder> limits;
    private final Map<String, Pair> pairs = new HashMap<>();
    private final Map<String, SecretKey> secrets = new HashMap<>();
    private int made;

    /**
     * Makes keys of a provider's first token.
     *
     * @param alias how their aliases begin
     * @param limits what denies their use; the identity if something else will
     */
    DeniedKeys(Provider provider, String alias, UnaryOperator<KeyGenParameters.Builder> limits) {
        this.provider = provider;
        this.alias = alias;
        this.limits = limits;
    }

    /** A pair and its alias. */
    record Pair(String alias, KeyPair pair) {}

    /** Parameters of a key that nobody has. */
    KeyGenParameters.Builder parameters(Purpose first, Purpose... more) {
        return limits.apply(KeyGenParameters.builder(alias + "-" + made++, first, more));
    }

    KeyPair pair(String algorithm, Purpose first, Purpose... more) throws Exception {
        return named(algorithm, first, more).pair();
    }

    Pair named(String algorithm, Purpose first, Purpose... more) throws Exception {
        String sort = algorithm + EnumSet.of(first, more);
        Pair known = pairs.get(sort);
        if (known != null) {
            return known;
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        KeyGenParameters.Builder builder = parameters(first, more);
        KeyGenParameters parameters = (algorithm.equals("RSA") ? builder.keySizeBits(2048) : builder).build();
        generator.initialize(parameters);
        Pair fresh = new Pair(parameters.alias(), generator.generateKeyPair());
        pairs.put(sort, fresh);
        return fresh;
    }

    SecretKey secret(String algorithm, Purpose first, Purpose... more) throws Exception {
        return secret(algorithm, 0, first, more);
    }

    private SecretKey secret(String algorithm, int bits, Purpose first, Purpose... more) throws Exception {
        String sort = algorithm + bits + EnumSet.of(first, more);
        SecretKey known = secrets.get(sort);
        if (known != null) {
            return known;
        }
        KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
        KeyGenParameters.Builder builder = parameters(first, more);
        generator.init((bits == 0 ? builder : builder.keySizeBits(bits)).build());
        SecretKey fresh = generator.generateKey();
        secrets.put(sort, fresh);
        return fresh;
    }

    /** For a row of ciphers, of the size that its name says, if it says one. */
    SecretKey ofCipher(String name) throws Exception {
        String algorithm = name.contains("XTS") ? "AES-XTS" : name.startsWith("AES") ? "AES" : "ChaCha20";
        int bits = name.startsWith("AES_") ? Integer.parseInt(name.substring(4, 7)) : 256;
        return secret(
                algorithm,
                algorithm.equals("AES") ? bits : 0,
                OF_CIPHERS[0],
                Arrays.copyOfRange(OF_CIPHERS, 1, OF_CIPHERS.length));
    }

    /** Makes all that the rows of a provider ask for, before something happens after which nobody can. */
    void makeAll(Set<String> algorithmsOfPairs) throws Exception {
        for (String algorithm : algorithmsOfPairs) {
            named(algorithm, DeniedRows.purpose(algorithm));
        }
        pair("EC", Purpose.AGREE);
        pair("RSA", Purpose.DECRYPT, Purpose.UNWRAP);
        Set<String> generators = new TreeSet<>();
        Set<String> ciphers = new TreeSet<>();
        for (Provider.Service row : provider.getServices()) {
            if (row.getType().equals("KeyGenerator")) {
                generators.add(row.getAlgorithm());
            }
            if (row.getType().equals("Cipher") && !row.getAlgorithm().startsWith("RSA")) {
                ciphers.add(row.getAlgorithm());
            }
        }
        for (String name : generators) {
            secret(name, name.startsWith("Hmac") || name.startsWith("KMAC") ? Purpose.MAC : Purpose.ENCRYPT);
        }
        secret("AES", Purpose.MAC);
        for (String name : ciphers) {
            ofCipher(name);
        }
    }
}
