package org.wardkey.conformance;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds out what a provider does by asking it. What it refuses counts as not declared: a probe is for a registration
 * and for a first look, not for a verdict, since a fault that makes a provider refuse would go unnoticed.
 */
public final class CapabilityProbe {
    private static final List<Integer> RSA_BITS = List.of(1024, 2048, 3072, 4096, 8192, 16384);
    private static final List<Integer> GCM_TAG_BITS = List.of(32, 64, 96, 104, 112, 120, 128);
    private static final List<Integer> GCM_IV_BITS =
            List.of(8, 64, 96, 128, 256, 512, 1024, 2048, 4096, 1 << 16, 1 << 20);

    private static final BigInteger SMALL_PRIMES = IntStream.rangeClosed(2, 1000)
            .mapToObj(BigInteger::valueOf)
            .filter(number -> number.isProbablePrime(20))
            .reduce(BigInteger.ONE, BigInteger::multiply);

    private final Engines engines;
    private final Capability all = Capability.standard();

    private CapabilityProbe(Provider provider) {
        engines = new Engines(provider);
    }

    /**
     * Probes a provider; takes a second or so.
     *
     * @param provider the provider
     */
    public static Capability of(Provider provider) {
        return new CapabilityProbe(provider).probe();
    }

    private Capability probe() {
        Set<Integer> aes = kept(all.aesKeyBits(), this::aes);
        int keyBits = aes.stream().findFirst().orElse(128);
        List<Integer> iv = GCM_IV_BITS.stream()
                .filter(bits -> aead(AeadMode.GCM, keyBits, 128, bits))
                .toList();
        List<Integer> rsa = RSA_BITS.stream().filter(this::rsa).toList();
        return new Capability(
                aes,
                GCM_TAG_BITS.stream()
                        .filter(bits -> aead(AeadMode.GCM, keyBits, bits, 96))
                        .collect(Collectors.toSet()),
                kept(all.ccmTagBits(), bits -> aead(AeadMode.CCM, keyBits, bits, 96)),
                iv.isEmpty() ? 0 : iv.get(0),
                iv.isEmpty() ? 0 : iv.get(iv.size() - 1),
                kept(all.digests(), this::signs),
                kept(
                        all.plainDigests(),
                        digest -> offers("MessageDigest", digest) || offers("Mac", Names.hmac(digest))),
                kept(
                        all.maskDigests(),
                        digest -> offers("Signature", "RSASSA-PSS") || offers("Cipher", "RSA/ECB/OAEPPadding")),
                kept(all.curves(), this::curve),
                rsa.isEmpty() ? 0 : rsa.get(0),
                rsa.isEmpty() ? 0 : rsa.get(rsa.size() - 1),
                all.rsaPrimesMax(),
                all.largeMessageBytesMax());
    }

    private static <T> Set<T> kept(Set<T> candidates, Predicate<T> holds) {
        return candidates.stream().filter(holds).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean offers(String type, String algorithm) {
        return engines.missing(type, algorithm).isEmpty();
    }

    /** Whether a call returns. */
    static boolean works(Callable<?> call) {
        try {
            return Attempt.of(call) instanceof Attempt.Returned<?>;
        } catch (VectorFormatException e) {
            throw new AssertionError("a probe reads no file", e);
        }
    }

    private boolean aes(int bits) {
        return List.of("AES/ECB/NoPadding", "AES/GCM/NoPadding", "AES/KW/NoPadding").stream()
                .anyMatch(name -> works(() -> {
                    Cipher cipher = engines.newCipher(name);
                    cipher.init(
                            name.contains("KW") ? Cipher.WRAP_MODE : Cipher.ENCRYPT_MODE,
                            new SecretKeySpec(new byte[bits / Byte.SIZE], "AES"));
                    return cipher;
                }));
    }

    private boolean aead(AeadMode mode, int keyBits, int tagBits, int ivBits) {
        return works(() -> {
            Cipher cipher = engines.newCipher(mode.transformation());
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(new byte[keyBits / Byte.SIZE], "AES"),
                    new GCMParameterSpec(tagBits, new byte[ivBits / Byte.SIZE]));
            return cipher.doFinal();
        });
    }

    private boolean signs(String digest) {
        return offers("Signature", Names.signature(digest, "RSA"))
                || offers("Signature", Names.signature(digest, "ECDSA"));
    }

    private boolean rsa(int bits) {
        if (!offers("Signature", "SHA256withRSA")) {
            return false;
        }
        BigInteger modulus = modulus(bits);
        return works(() -> {
            Signature signature = Signature.getInstance("SHA256withRSA", engines.provider());
            signature.initVerify(
                    engines.keyFactory("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537))));
            return signature;
        });
    }

    /** No key of anyone's: of the right size, and without the small factors that some providers look for. */
    private static BigInteger modulus(int bits) {
        BigInteger candidate =
                BigInteger.ONE.shiftLeft(bits - 1).setBit(bits - 2).setBit(0);
        while (!candidate.gcd(SMALL_PRIMES).equals(BigInteger.ONE)) {
            candidate = candidate.add(BigInteger.TWO);
        }
        return candidate;
    }

    private boolean curve(String name) {
        if (name.startsWith("P-")) {
            return (offers("Signature", "SHA256withECDSA") || offers("KeyAgreement", "ECDH"))
                    && works(() -> {
                        KeyPairGenerator generator = engines.provider().getService("KeyPairGenerator", "EC") == null
                                ? KeyPairGenerator.getInstance("EC")
                                : KeyPairGenerator.getInstance("EC", engines.provider());
                        generator.initialize(new ECGenParameterSpec(Names.secCurve(name)));
                        return generator.generateKeyPair();
                    });
        }
        if (name.startsWith("ML-KEM")) {
            return offers("KEM", name);
        }
        if (name.startsWith("X")) {
            return offers("KeyAgreement", name);
        }
        String plain = name.replaceAll("(ph|ctx)$", "");
        return offers("Signature", plain)
                && (plain.equals(name)
                        || works(() -> {
                            Signature signature = Signature.getInstance(plain, engines.provider());
                            signature.setParameter(new EdDSAParameterSpec(name.endsWith("ph"), new byte[] {1}));
                            signature.initSign(engines.curveKeyPair(plain).getPrivate());
                            return signature.sign();
                        }));
    }
}
