package org.wardkey.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.wardkey.provider.backend.KeyBackend;

/** Who may depend on whom. */
@AnalyzeClasses(packages = "org.wardkey.provider", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "org.wardkey.provider";

    private static String in(String part) {
        return ROOT + "." + part + "..";
    }

    private static ArchRule onlyUsedBy(String part, String... users) {
        String[] allowed = new String[users.length + 2];
        allowed[0] = ROOT;
        allowed[1] = in(part);
        for (int i = 0; i < users.length; i++) {
            allowed[i + 2] = in(users[i]);
        }
        return classes()
                .that()
                .resideInAPackage(in(part))
                .should()
                .onlyBeAccessed()
                .byAnyPackage(allowed);
    }

    @ArchTest
    static final ArchRule spi = onlyUsedBy("spi");

    @ArchTest
    static final ArchRule keystore = onlyUsedBy("keystore");

    @ArchTest
    static final ArchRule jsse = onlyUsedBy("jsse");

    @ArchTest
    static final ArchRule gate = onlyUsedBy("gate", "spi", "keystore", "jsse", "administration");

    @ArchTest
    static final ArchRule policy = onlyUsedBy("policy", "gate", "administration");

    @ArchTest
    static final ArchRule audit = onlyUsedBy("audit", "gate", "administration");

    @ArchTest
    static final ArchRule ledger = onlyUsedBy("ledger", "gate", "keystore", "administration");

    @ArchTest
    static final ArchRule selftest = onlyUsedBy("selftest");

    @ArchTest
    static final ArchRule jdkEngine = onlyUsedBy("backend.jdk");

    @ArchTest
    static final ArchRule libcryptoEngine = onlyUsedBy("backend.libcrypto");

    @ArchTest
    static final ArchRule tpmEngine = onlyUsedBy("backend.tpm", "keystore.tpm");

    @ArchTest
    static final ArchRule tpmsBehindTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage(in("backend.tpm"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.wardkey.tpm2..");

    @ArchTest
    static final ArchRule nothingDependsOnTheRoot = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT);

    @ArchTest
    static final ArchRule vocabularyUsesTheJdkAlone = classes()
            .that()
            .resideInAnyPackage(in("operation"), in("secret"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax..", "org.jspecify..", in("operation"), in("secret"));

    @ArchTest
    static final ArchRule hocon = onlyUsedBy("hocon", "policy");

    @ArchTest
    static final ArchRule hoconReadsTextAlone = classes()
            .that()
            .resideInAPackage(in("hocon"))
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util..",
                    "java.nio.charset",
                    "java.io",
                    "java.net",
                    "org.jspecify..",
                    "com.typesafe.config",
                    in("hocon"));

    @ArchTest
    static final ArchRule hoconLibraryBehindOnePackage = noClasses()
            .that()
            .resideOutsideOfPackage(in("hocon"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.typesafe.config..");

    @ArchTest
    static final ArchRule policyIsPure = classes()
            .that()
            .resideInAPackage(in("policy"))
            .and()
            .doNotHaveSimpleName("PolicyPack")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.time..",
                    "java.util..",
                    "java.nio.charset",
                    "org.jspecify..",
                    in("policy"),
                    in("operation"),
                    in("hocon"));

    @ArchTest
    static final ArchRule onlyReadersOfThePolicyReadHocon = classes()
            .that()
            .resideInAPackage(in("policy"))
            .and()
            .haveNameNotMatching(".*[.](PolicyReader|RuleReader|Fields)([$].*)?")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage(in("hocon"));

    @ArchTest
    static final ArchRule packsAreResourcesOfThePolicy = classes()
            .that()
            .haveSimpleName("PolicyPack")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java.lang..", "java.util..", "java.io", "java.nio.charset", in("policy"));

    @ArchTest
    static final ArchRule onlyFewCallBackends = classes()
            .that()
            .areAssignableTo(KeyBackend.class)
            .should()
            .onlyBeAccessed()
            .byAnyPackage(ROOT, in("gate"), in("selftest"), in("sealing"), in("backend"), in("keystore.embedded"));

    @ArchTest
    static final ArchRule nativeLibrariesBehindTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT, in("backend.libcrypto"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.wardkey.nativebridge..");

    @ArchTest
    static final ArchRule linkersInTheBridgeAlone =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule noBouncyCastle =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule noGlobalConfiguration =
            noClasses().should().callMethod(com.typesafe.config.ConfigFactory.class, "load");

    @ArchTest
    static final ArchRule noCycles = slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();
}
