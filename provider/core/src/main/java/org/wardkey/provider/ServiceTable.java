package org.wardkey.provider;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.wardkey.provider.backend.DeviceEntropy;
import org.wardkey.provider.gate.JdkFactories;
import org.wardkey.provider.jsse.WardkeyKeyManagerFactorySpi;
import org.wardkey.provider.jsse.WardkeyTrustManagerFactorySpi;
import org.wardkey.provider.keystore.WardkeyKeyStoreSpi;
import org.wardkey.provider.operation.Digest;
import org.wardkey.provider.operation.KeyDerivation;
import org.wardkey.provider.operation.KeyType;
import org.wardkey.provider.operation.KmacParameters;
import org.wardkey.provider.operation.Mechanism;
import org.wardkey.provider.operation.Mechanism.Family;
import org.wardkey.provider.spi.AesCcmCipherSpi;
import org.wardkey.provider.spi.AesGcmCipherSpi;
import org.wardkey.provider.spi.AesModeCipherSpi;
import org.wardkey.provider.spi.CcmParametersSpi;
import org.wardkey.provider.spi.ChaCha20Poly1305CipherSpi;
import org.wardkey.provider.spi.DhKemScheme;
import org.wardkey.provider.spi.DrbgMechanism;
import org.wardkey.provider.spi.DrbgSecureRandomSpi;
import org.wardkey.provider.spi.KdfRows;
import org.wardkey.provider.spi.KemScheme;
import org.wardkey.provider.spi.KeyDerivationSpi;
import org.wardkey.provider.spi.KeyWrapCipherSpi;
import org.wardkey.provider.spi.LmsSignatureSpi;
import org.wardkey.provider.spi.MlKemScheme;
import org.wardkey.provider.spi.OaepCipherSpi;
import org.wardkey.provider.spi.Pbkdf2SecretKeyFactorySpi;
import org.wardkey.provider.spi.RoutingAlgorithmParametersSpi;
import org.wardkey.provider.spi.RoutingKeyAgreementSpi;
import org.wardkey.provider.spi.RoutingKeyFactorySpi;
import org.wardkey.provider.spi.RoutingKeyGeneratorSpi;
import org.wardkey.provider.spi.RoutingKeyPairGenerator;
import org.wardkey.provider.spi.RoutingMacSpi;
import org.wardkey.provider.spi.RoutingMessageDigestSpi;
import org.wardkey.provider.spi.RoutingSecretKeyFactorySpi;
import org.wardkey.provider.spi.RoutingSignatureSpi;
import org.wardkey.provider.spi.SignatureScheme;
import org.wardkey.provider.spi.SpiContext;
import org.wardkey.provider.spi.TokenSecureRandomSpi;

/** Every service of the provider, as data: the JCA's names, aliases, key types and what makes the SPI. */
final class ServiceTable {
    private static final Set<KeyType> EC = EnumSet.of(KeyType.EC_P256, KeyType.EC_P384, KeyType.EC_P521);
    private static final Set<KeyType> RSA = EnumSet.of(KeyType.RSA);
    private static final Set<KeyType> ED25519 = EnumSet.of(KeyType.ED25519);
    private static final Set<KeyType> ED448 = EnumSet.of(KeyType.ED448);
    private static final Set<KeyType> EDDSA = EnumSet.of(KeyType.ED25519, KeyType.ED448);
    private static final Set<KeyType> X25519 = EnumSet.of(KeyType.X25519);
    private static final Set<KeyType> X448 = EnumSet.of(KeyType.X448);
    private static final Set<KeyType> XDH = EnumSet.of(KeyType.X25519, KeyType.X448);
    private static final Set<KeyType> ML_KEM = EnumSet.of(KeyType.ML_KEM_512, KeyType.ML_KEM_768, KeyType.ML_KEM_1024);
    private static final Set<KeyType> AES = EnumSet.of(KeyType.AES);
    private static final Set<KeyType> AES_XTS = EnumSet.of(KeyType.AES_XTS);
    private static final Set<KeyType> CHACHA20 = EnumSet.of(KeyType.CHACHA20);
    private static final Set<KeyType> HMAC = EnumSet.of(KeyType.HMAC);
    private static final Set<KeyType> KMAC = EnumSet.of(KeyType.KMAC);
    private static final List<Family> KMACS = List.of(Family.KMAC128, Family.KMAC256);
    private static final Set<KeyType> NONE = EnumSet.noneOf(KeyType.class);
    private static final List<Digest> SHA_2 =
            Arrays.stream(Digest.values()).filter(Digest::isSha2).toList();
    private static final List<Digest> HMAC_DIGESTS =
            Arrays.stream(Digest.values()).filter(Digest::isOfHmac).toList();
    private static final List<Digest> SHA_2_AND_3 =
            HMAC_DIGESTS.stream().filter(digest -> digest != Digest.SHA_1).toList();
    /** HMAC-SHA-1 is what old files of passwords have. */
    private static final List<Digest> PBKDF2_DIGESTS = List.of(
            Digest.SHA_1,
            Digest.SHA_224,
            Digest.SHA_256,
            Digest.SHA_384,
            Digest.SHA_512,
            Digest.SHA_512_224,
            Digest.SHA_512_256);

    /** The first JDK that has an engine for PBKDF2 with SHA-512/224 and SHA-512/256. */
    private static final int PBKDF2_TRUNCATED_SINCE = 21;

    /** With SHA-1 signatures are verified, never made. */
    private static final List<Digest> ECDSA_DIGESTS = List.of(
            Digest.NONE,
            Digest.SHA_1,
            Digest.SHA_224,
            Digest.SHA_256,
            Digest.SHA_384,
            Digest.SHA_512,
            Digest.SHA3_224,
            Digest.SHA3_256,
            Digest.SHA3_384,
            Digest.SHA3_512);

    /** AES, with keys of any size and of one. */
    private static final Map<String, Integer> AES_SIZES =
            new TreeMap<>(Map.of("AES", 0, "AES_128", 128, "AES_192", 192, "AES_256", 256));

    /** The first JDK that has javax.crypto.KDF. Source: JEP 510. */
    private static final int KDF_SINCE = 25;

    /** A name that nobody else has: an application that wants it and lost Wardkey's jars gets no TLS. */
    private static final String TLS_MANAGERS = "WardkeyPKIX";

    /** The first JDK that has javax.crypto.KEM; later updates of 17 have it too. Source: JEP 452. */
    static final int KEM_SINCE = 21;

    private static final String LMS = "HSS/LMS";

    /** The first JDK that has it. Source: JDK 21 release notes, JDK-8298127. */
    private static final int LMS_SINCE = 21;

    /** All rows; the order is the one in which the JCA lists them. */
    static final List<Entry> ALL = List.copyOf(entries());

    /** Those of them that this JVM can have. */
    static final List<Entry> ENTRIES = ALL.stream().filter(ServiceTable::isHere).toList();

    private ServiceTable() {}

    private static boolean isHere(Entry row) {
        return switch (row.engine()) {
            case KDF -> Runtime.version().feature() >= row.sinceJdk() && KdfRows.isSupported();
            // Later updates of 17 have the JCA's classes, too.
            case KEM, HYBRID_KEM ->
                (row.sinceJdk() == KEM_SINCE || Runtime.version().feature() >= row.sinceJdk())
                        && KemScheme.isSupported();
            default -> Runtime.version().feature() >= row.sinceJdk();
        };
    }

    /**
     * Algorithms whose rows this JVM does not have, and what would bring them.
     *
     * @param offered whether an engine of this JVM has a family
     */
    static Map<String, String> absent(Predicate<Family> offered) {
        Map<String, String> absent = new TreeMap<>();
        for (Entry row : ALL) {
            if (!isHere(row)
                    && ENTRIES.stream().noneMatch(here -> here.algorithm().equals(row.algorithm()))) {
                absent.put(
                        row.algorithm(),
                        "JDK " + row.sinceJdk() + " or later"
                                + (row.sinceJdk() > Runtime.version().feature()
                                        ? ""
                                        : ", and Wardkey's jar whole, as that JDK builds it"));
            } else if (isHere(row) && row.needed().filter(offered.negate()).isPresent()) {
                absent.put(row.algorithm(), remedy(row.needed().get()));
            }
        }
        return absent;
    }

    /** What has a family that not every JVM has an engine for. */
    static String remedy(Family family) {
        return switch (family) {
            case SHAKE -> "JDK 25 or OpenSSL 3";
            // Source: JEP 496, JEP 497.
            case ML_DSA_65, ML_KEM_768 -> "JDK 24 or OpenSSL 3.5";
            case SLH_DSA -> "OpenSSL 3.5";
            case KMAC128, KMAC256, DET_ECDSA -> "OpenSSL 3";
            default -> "OpenSSL 3 or AWS-LC";
        };
    }

    /** Makes the SPI of a row. */
    @FunctionalInterface
    interface Factory {
        Object create(SpiContext context) throws NoSuchAlgorithmException;
    }

    /**
     * A row.
     *
     * @param engine the kind of service
     * @param algorithm the JCA's name
     * @param aliases further names and object identifiers
     * @param keyTypes the keys that it takes
     * @param sinceJdk the first JDK that can have an engine for it; 0 for any
     * @param needed what an engine must have that not every JVM has; empty for what the JDK has always. Who asks for the
     *     row has the engines asked, not who registers it: loading a C library takes time that the first signature wants
     * @param factory makes the SPI
     */
    record Entry(
            EngineType engine,
            String algorithm,
            List<String> aliases,
            Set<KeyType> keyTypes,
            int sinceJdk,
            Optional<Family> needed,
            Factory factory) {
        Entry(EngineType engine, String algorithm, List<String> aliases, Set<KeyType> keyTypes, Factory factory) {
            this(engine, algorithm, aliases, keyTypes, 0, Optional.empty(), factory);
        }

        Entry since(int jdk) {
            return new Entry(engine, algorithm, aliases, keyTypes, jdk, needed, factory);
        }

        Entry needing(Family family) {
            return new Entry(engine, algorithm, aliases, keyTypes, sinceJdk, Optional.of(family), factory);
        }
    }

    private static List<Entry> entries() {
        List<Entry> rows = new ArrayList<>();
        // The first is the one that programs get who ask for no name.
        for (DrbgMechanism mechanism : DrbgMechanism.values()) {
            rows.add(new Entry(
                    EngineType.SECURE_RANDOM,
                    mechanism.row(),
                    List.of(),
                    NONE,
                    c -> new DrbgSecureRandomSpi(mechanism, () -> DeviceEntropy.NONE)));
        }
        rows.add(new Entry(EngineType.TOKEN_RANDOM, "TPM2", List.of(), NONE, TokenSecureRandomSpi::new));
        digests(rows);
        derivations(rows);
        kdfs(rows);
        ciphers(rows);
        signatures(rows);
        agreements(rows);
        parameterSets(rows, KeyType.ML_DSA_65);
        parameterSets(rows, KeyType.SLH_DSA_SHA2_128F);
        encapsulations(rows);
        rows.addAll(HybridRows.all());
        rows.add(new Entry(
                        EngineType.LMS_SIGNATURE, LMS, List.of(Oids.HSS_LMS), NONE, c -> new LmsSignatureSpi(c.gate()))
                .since(LMS_SINCE));
        rows.add(keyFactory(LMS, NONE, Oids.HSS_LMS).since(LMS_SINCE));
        generators(rows);
        factories(rows);
        rows.add(new Entry(
                EngineType.KEY_STORE, "Wardkey", List.of(), NONE, c -> new WardkeyKeyStoreSpi(c.keys(), c.view())));
        rows.add(new Entry(
                EngineType.MODULE_KEY_STORE,
                "BCFKS",
                List.of(),
                NONE,
                c -> c.moduleKeyStores().create("BCFKS")));
        rows.add(new Entry(
                EngineType.KEY_MANAGER_FACTORY, TLS_MANAGERS, List.of(), NONE, c -> new WardkeyKeyManagerFactorySpi()));
        rows.add(new Entry(
                EngineType.TRUST_MANAGER_FACTORY,
                TLS_MANAGERS,
                List.of(),
                NONE,
                c -> new WardkeyTrustManagerFactorySpi()));
        return rows;
    }

    private static void digests(List<Entry> rows) {
        rows.add(new Entry(
                EngineType.MESSAGE_DIGEST,
                Digest.SHA_1.standardName(),
                aliases("SHA", Digest.SHA_1.compactName(), "1.3.14.3.2.26"),
                NONE,
                c -> new RoutingMessageDigestSpi(c, Digest.SHA_1)));
        for (Digest digest : SHA_2_AND_3) {
            rows.add(new Entry(
                    EngineType.MESSAGE_DIGEST,
                    digest.standardName(),
                    digest.isSha2() ? aliases(digest.compactName(), Oids.of(digest)) : aliases(Oids.of(digest)),
                    NONE,
                    c -> new RoutingMessageDigestSpi(c, digest)));
        }
        // As with the JDK and with Bouncy Castle, SHAKE128 alone has 256 bits, SHAKE256 512.
        rows.add(shake(Digest.SHAKE128_256, "SHAKE128"));
        rows.add(shake(Digest.SHAKE256_512, "SHAKE256"));
        for (Digest digest : HMAC_DIGESTS) {
            rows.add(new Entry(
                    EngineType.MAC,
                    "Hmac" + digest.compactName(),
                    aliases(Oids.ofHmac(digest)),
                    HMAC,
                    c -> new RoutingMacSpi(c, Mechanism.of(Family.HMAC, digest))));
        }
        rows.add(new Entry(
                        EngineType.MAC,
                        "AESCMAC",
                        List.of("AES-CMAC"),
                        AES,
                        c -> new RoutingMacSpi(c, Mechanism.of(Family.AES_CMAC)))
                .needing(Family.AES_CMAC));
        rows.add(new Entry(
                EngineType.MAC,
                "AESGMAC",
                List.of("AES-GMAC"),
                AES,
                c -> new RoutingMacSpi(c, Mechanism.of(Family.AES_GMAC))));
        for (Family family : KMACS) {
            rows.add(new Entry(
                            EngineType.MAC,
                            family.standardName(),
                            aliases(Oids.ofKmac(family)),
                            KMAC,
                            c -> new RoutingMacSpi(c, Mechanism.of(family)))
                    .needing(family));
        }
    }

    private static Entry shake(Digest digest, String alias) {
        return new Entry(
                        EngineType.MESSAGE_DIGEST,
                        digest.standardName(),
                        aliases(alias, Oids.of(digest)),
                        NONE,
                        c -> new RoutingMessageDigestSpi(c, digest))
                .needing(Family.SHAKE);
    }

    private static void derivations(List<Entry> rows) {
        for (Digest digest : PBKDF2_DIGESTS) {
            String name = "PBKDF2WithHmac" + digest.compactName();
            Entry row = new Entry(
                    EngineType.PASSWORD_KEY_FACTORY,
                    name,
                    digest == Digest.SHA_1 ? aliases(Oids.PBKDF2) : List.of(),
                    NONE,
                    c -> new Pbkdf2SecretKeyFactorySpi(c, digest, name));
            boolean truncated = digest == Digest.SHA_512_224 || digest == Digest.SHA_512_256;
            rows.add(truncated ? row.since(PBKDF2_TRUNCATED_SINCE) : row);
        }
        Arrays.stream(KeyDerivation.Function.values())
                .map(KeyDerivation.Function::row)
                .distinct()
                .forEach(row -> rows.add(
                        new Entry(EngineType.KEY_DERIVATION, row, List.of(), NONE, c -> new KeyDerivationSpi(c, row))));
    }

    /** What the JDK has by these names, and our own functions by theirs. */
    private static void kdfs(List<Entry> rows) {
        for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
            String row = "HKDF-" + digest.compactName();
            rows.add(
                    new Entry(EngineType.KDF, row, List.of(), NONE, c -> KdfRows.spi(c, row, digest)).since(KDF_SINCE));
        }
        Arrays.stream(KeyDerivation.Function.values())
                .map(KeyDerivation.Function::row)
                .distinct()
                .forEach(row ->
                        rows.add(new Entry(EngineType.KDF, row, List.of(), NONE, c -> KdfRows.spi(c, row, Digest.NONE))
                                .since(KDF_SINCE)));
    }

    private static List<String> aliases(String... names) {
        List<String> aliases = new ArrayList<>();
        for (String name : names) {
            aliases.add(name);
            if (Character.isDigit(name.charAt(0))) {
                aliases.add("OID." + name);
            }
        }
        return aliases;
    }

    private static void ciphers(List<Entry> rows) {
        AES_SIZES.forEach((aes, keyBits) -> {
            rows.add(gcm(aes + "/GCM/NoPadding", keyBits));
            rows.add(ccm(aes + "/CCM/NoPadding", keyBits));
            rows.add(mode(aes + "/CBC/NoPadding", Family.AES_CBC, false, keyBits));
            rows.add(mode(aes + "/ECB/NoPadding", Family.AES_ECB, false, keyBits));
        });
        rows.add(mode("AES/CBC/PKCS5Padding", Family.AES_CBC, true, 0));
        rows.add(mode("AES/CTR/NoPadding", Family.AES_CTR, false, 0));
        // As everywhere, AES alone is ECB; applications that say no more get no more.
        rows.add(mode("AES/ECB/PKCS5Padding", Family.AES_ECB, true, 0));
        rows.add(mode("AES", Family.AES_ECB, true, 0));
        rows.add(new Entry(
                        EngineType.CIPHER_MODE,
                        "AES/XTS/NoPadding",
                        List.of(),
                        AES_XTS,
                        c -> new AesModeCipherSpi(c, Family.AES_XTS, false, 0))
                .needing(Family.AES_XTS));
        rows.add(new Entry(
                EngineType.CIPHER_CHACHA20_POLY1305,
                "ChaCha20-Poly1305",
                List.of(),
                CHACHA20,
                ChaCha20Poly1305CipherSpi::new));
        rows.add(keyWrap("AES/KW/NoPadding", Family.AES_KW));
        rows.add(keyWrap("AES/KWP/NoPadding", Family.AES_KWP));
        rows.add(oaep("RSA/ECB/OAEPPadding", Digest.SHA_1));
        rows.add(oaep("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", Digest.SHA_1));
        for (Digest digest : SHA_2) {
            rows.add(oaep("RSA/ECB/OAEPWith" + digest.standardName() + "AndMGF1Padding", digest));
        }
    }

    private static Entry gcm(String name, int keyBits) {
        return new Entry(EngineType.CIPHER_GCM, name, List.of(), AES, c -> new AesGcmCipherSpi(c, keyBits));
    }

    private static Entry ccm(String name, int keyBits) {
        return new Entry(EngineType.CIPHER_CCM, name, List.of(), AES, c -> new AesCcmCipherSpi(c, keyBits))
                .needing(Family.AES_CCM);
    }

    private static Entry mode(String name, Family family, boolean padded, int keyBits) {
        return new Entry(
                EngineType.CIPHER_MODE, name, List.of(), AES, c -> new AesModeCipherSpi(c, family, padded, keyBits));
    }

    private static Entry keyWrap(String name, Family family) {
        return new Entry(
                EngineType.CIPHER_KEY_WRAP, name, List.of(), AES, c -> new KeyWrapCipherSpi(c, Mechanism.of(family)));
    }

    private static Entry oaep(String name, Digest digest) {
        return new Entry(EngineType.CIPHER_OAEP, name, List.of(), RSA, c -> new OaepCipherSpi(c, digest));
    }

    private static void signatures(List<Entry> rows) {
        for (Digest digest : ECDSA_DIGESTS) {
            rows.add(signature(
                    digest.compactName() + "withECDSA", EC, SignatureScheme.ecdsa(digest), Oids.ofEcdsa(digest)));
            rows.add(
                    signature(digest.compactName() + "withECDSAinP1363Format", EC, SignatureScheme.ecdsaP1363(digest)));
        }
        // The name of FIPS 186-5's program of validation, which Bouncy Castle knows too; its own first name is the
        // alias.
        for (Digest digest : ECDSA_DIGESTS) {
            if (digest != Digest.NONE && digest != Digest.SHA_1) {
                rows.add(signature(
                                digest.compactName() + "withDetECDSA",
                                EC,
                                SignatureScheme.deterministicEcdsa(digest),
                                digest.compactName() + "withECDDSA")
                        .needing(Family.DET_ECDSA));
            }
        }
        for (Digest digest : HMAC_DIGESTS) {
            rows.add(signature(
                    digest.compactName() + "withRSA", RSA, SignatureScheme.rsaPkcs1(digest), Oids.ofRsa(digest)));
        }
        rows.add(signature("RSASSA-PSS", RSA, SignatureScheme.rsaPss(Digest.NONE), "1.2.840.113549.1.1.10"));
        for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
            rows.add(signature(digest.compactName() + "withRSASSA-PSS", RSA, SignatureScheme.rsaPss(digest)));
        }
        rows.add(signature("Ed25519", ED25519, SignatureScheme.ed25519(), "1.3.101.112"));
        rows.add(signature("Ed448", ED448, SignatureScheme.ed448(), "1.3.101.113"));
        rows.add(signature("EdDSA", EDDSA, List.of(SignatureScheme.ed25519(), SignatureScheme.ed448())));
    }

    private static Entry signature(String name, Set<KeyType> types, SignatureScheme scheme, String... aliases) {
        return signature(name, types, List.of(scheme), aliases);
    }

    private static Entry signature(String name, Set<KeyType> types, List<SignatureScheme> schemes, String... aliases) {
        return new Entry(EngineType.SIGNATURE, name, aliases(aliases), types, c -> new RoutingSignatureSpi(c, schemes));
    }

    /** As with the JDK, ML-DSA alone makes keys of ML-DSA-65; as with Bouncy Castle, SLH-DSA of SLH-DSA-SHA2-128f. */
    private static void parameterSets(List<Entry> rows, KeyType usual) {
        List<KeyType> sets = List.of(usual.kind().types());
        String all = usual.algorithm();
        List<Entry> own = new ArrayList<>();
        own.add(signature(
                all,
                EnumSet.copyOf(sets),
                sets.stream().map(SignatureScheme::ofParameterSet).toList()));
        own.add(pairs(all, usual));
        own.add(keyFactory(all, EnumSet.copyOf(sets)));
        for (KeyType type : sets) {
            String name = type.curve();
            String oid = Oids.of(type);
            own.add(signature(name, EnumSet.of(type), SignatureScheme.ofParameterSet(type), oid));
            own.add(pairs(name, type, oid));
            own.add(keyFactory(name, EnumSet.of(type), oid));
        }
        // Who has one parameter set has them all.
        own.forEach(row -> rows.add(row.needing(usual.family())));
    }

    private static void encapsulations(List<Entry> rows) {
        List<Entry> mlKem = new ArrayList<>();
        // As with the JDK, ML-KEM alone makes keys of ML-KEM-768.
        mlKem.add(kem("ML-KEM", ML_KEM));
        mlKem.add(pairs("ML-KEM", KeyType.ML_KEM_768));
        mlKem.add(keyFactory("ML-KEM", ML_KEM));
        for (KeyType type : ML_KEM) {
            String name = type.curve();
            String oid = Oids.of(type);
            mlKem.add(kem(name, EnumSet.of(type), oid));
            mlKem.add(pairs(name, type, oid));
            mlKem.add(keyFactory(name, EnumSet.of(type), oid));
        }
        mlKem.forEach(row ->
                rows.add((row.engine() == EngineType.KEM ? row.since(KEM_SINCE) : row).needing(Family.ML_KEM_768)));
        Set<KeyType> dhKem = EnumSet.copyOf(EC);
        dhKem.addAll(XDH);
        rows.add(new Entry(EngineType.KEM, "DHKEM", List.of(), dhKem, c -> KemScheme.spi(new DhKemScheme(c)))
                .since(KEM_SINCE));
    }

    private static Entry kem(String name, Set<KeyType> types, String... aliases) {
        return new Entry(EngineType.KEM, name, aliases(aliases), types, c -> KemScheme.spi(new MlKemScheme(c, types)));
    }

    private static void agreements(List<Entry> rows) {
        rows.add(agreement("ECDH", EC, List.of(Family.ECDH)));
        rows.add(agreement("XDH", XDH, List.of(Family.X25519, Family.X448)));
        rows.add(agreement("X25519", X25519, List.of(Family.X25519), "1.3.101.110"));
        rows.add(agreement("X448", X448, List.of(Family.X448), "1.3.101.111"));
    }

    private static Entry agreement(String name, Set<KeyType> types, List<Family> families, String... aliases) {
        List<Mechanism> mechanisms = families.stream().map(Mechanism::of).toList();
        return new Entry(
                EngineType.KEY_AGREEMENT,
                name,
                aliases(aliases),
                types,
                c -> new RoutingKeyAgreementSpi(c, mechanisms));
    }

    private static void generators(List<Entry> rows) {
        rows.add(pairs("EC", KeyType.EC_P256, "EllipticCurve", "1.2.840.10045.2.1"));
        rows.add(pairs("RSA", KeyType.RSA, "1.2.840.113549.1.1.1"));
        rows.add(pairs("EdDSA", KeyType.ED25519));
        rows.add(pairs("Ed25519", KeyType.ED25519, "1.3.101.112"));
        rows.add(pairs("Ed448", KeyType.ED448, "1.3.101.113"));
        rows.add(pairs("XDH", KeyType.X25519));
        rows.add(pairs("X25519", KeyType.X25519, "1.3.101.110"));
        rows.add(pairs("X448", KeyType.X448, "1.3.101.111"));
        rows.add(secrets("AES", KeyType.AES, 256, "2.16.840.1.101.3.4.1"));
        rows.add(secrets("AES-XTS", KeyType.AES_XTS, 512).needing(Family.AES_XTS));
        rows.add(secrets("ChaCha20", KeyType.CHACHA20, 256));
        for (Digest digest : HMAC_DIGESTS) {
            rows.add(secrets("Hmac" + digest.compactName(), KeyType.HMAC, digest.sizeBytes() * 8, Oids.ofHmac(digest)));
        }
        KMACS.forEach(family -> rows.add(kmacKeys(family)));
    }

    /** As with Bouncy Castle, a key is as long as the code unless told otherwise. */
    private static Entry kmacKeys(Family family) {
        return secrets(
                        family.standardName(),
                        KeyType.KMAC,
                        KmacParameters.defaultsFor(family).macSizeBytes() * Byte.SIZE,
                        Oids.ofKmac(family))
                .needing(family);
    }

    private static Entry pairs(String name, KeyType type, String... aliases) {
        return new Entry(
                EngineType.KEY_PAIR_GENERATOR,
                name,
                aliases(aliases),
                EnumSet.of(type),
                c -> new RoutingKeyPairGenerator(c, name, type));
    }

    private static Entry secrets(String name, KeyType type, int bits, String... aliases) {
        return new Entry(
                EngineType.KEY_GENERATOR,
                name,
                aliases(aliases),
                EnumSet.of(type),
                c -> new RoutingKeyGeneratorSpi(c, name, type, bits));
    }

    private static void factories(List<Entry> rows) {
        rows.add(keyFactory("EC", EC, "EllipticCurve", "1.2.840.10045.2.1"));
        rows.add(keyFactory("RSA", RSA, "1.2.840.113549.1.1.1"));
        rows.add(keyFactory("RSASSA-PSS", RSA, "1.2.840.113549.1.1.10"));
        rows.add(keyFactory("EdDSA", EDDSA));
        rows.add(keyFactory("Ed25519", ED25519, "1.3.101.112"));
        rows.add(keyFactory("Ed448", ED448, "1.3.101.113"));
        rows.add(keyFactory("XDH", XDH));
        rows.add(keyFactory("X25519", X25519, "1.3.101.110"));
        rows.add(keyFactory("X448", X448, "1.3.101.111"));
        rows.add(secretKeyFactory("AES", AES));
        rows.add(secretKeyFactory("AES-XTS", AES_XTS).needing(Family.AES_XTS));
        rows.add(secretKeyFactory("ChaCha20", CHACHA20));
        for (Digest digest : HMAC_DIGESTS) {
            rows.add(secretKeyFactory("Hmac" + digest.compactName(), HMAC));
        }
        KMACS.forEach(
                family -> rows.add(secretKeyFactory(family.standardName(), KMAC).needing(family)));
        for (String name : List.of("AES", "ChaCha20-Poly1305", "EC", "GCM", "OAEP", "RSASSA-PSS")) {
            rows.add(new Entry(
                    EngineType.ALGORITHM_PARAMETERS,
                    name,
                    List.of(),
                    NONE,
                    c -> new RoutingAlgorithmParametersSpi(JdkFactories.parameters(name))));
        }
        rows.add(new Entry(EngineType.CCM_PARAMETERS, "CCM", List.of(), NONE, c -> new CcmParametersSpi()));
    }

    private static Entry keyFactory(String name, Set<KeyType> types, String... aliases) {
        return new Entry(
                EngineType.KEY_FACTORY,
                name,
                aliases(aliases),
                types,
                c -> new RoutingKeyFactorySpi(c, JdkFactories.keyFactory(name), types));
    }

    private static Entry secretKeyFactory(String name, Set<KeyType> types) {
        return new Entry(
                EngineType.SECRET_KEY_FACTORY, name, List.of(), types, c -> new RoutingSecretKeyFactorySpi(c, name));
    }
}
