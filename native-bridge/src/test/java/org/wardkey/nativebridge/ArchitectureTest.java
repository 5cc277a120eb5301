package org.wardkey.nativebridge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this module may depend on. Runs on exploded classes only. */
class ArchitectureTest {
    private static final JavaClasses MODULE = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void module_everyClass_dependsOnJdkJnaAndJspecifyOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.wardkey..",
                        "java..",
                        "javax.crypto..",
                        "javax.security.auth.x500..",
                        "com.sun.jna..",
                        "org.jspecify..")
                .check(MODULE);
    }

    @Test
    void linkingTechnique_everyOtherClass_isUnknown() {
        noClasses()
                .that()
                .haveNameNotMatching("org\\.wardkey\\.nativebridge\\.NativeLinker(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..", "java.lang.foreign..")
                .check(MODULE);
    }

    @Test
    void linkingTechnique_overlaySources_isInTheLinkerOnly() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java22"))) {
            List<Path> naming = sources.filter(Files::isRegularFile)
                    .filter(source -> read(source).contains("java.lang.foreign"))
                    .toList();
            assertThat(naming).containsExactly(Path.of("src/main/java22/org/wardkey/nativebridge/NativeLinker.java"));
        }
    }

    @Test
    void packages_everyDependency_hasNoCycle() {
        slices().matching("org.wardkey.(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void tpm2_everythingButTcti_knowsNoNativeLibrary() {
        noClasses()
                .that()
                .resideInAPackage("org.wardkey.tpm2..")
                .and()
                .haveNameNotMatching("org\\.wardkey\\.tpm2\\.transport\\.Tcti(Transport|Link|Symbols)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.wardkey.nativebridge..", "org.wardkey.pkcs11..")
                .check(MODULE);
    }

    @Test
    void tpm2_everythingButTransports_doesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.wardkey.tpm2.attestation..",
                        "org.wardkey.tpm2.structure..",
                        "org.wardkey.tpm2.command..",
                        "org.wardkey.tpm2.policy..",
                        "org.wardkey.tpm2.session..",
                        "org.wardkey.tpm2.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..", "java.nio.channels..", "java.nio.file..", "org.wardkey.tpm2.transport..")
                .orShould()
                .dependOnClassesThat(
                        // Octets in memory are the only thing that CertificateFactory reads.
                        assignableTo(java.io.Closeable.class).and(not(type(java.io.ByteArrayInputStream.class))))
                .check(MODULE);
    }

    @Test
    void tpm2Structure_everyClass_dependsOnPrimitivesOnly() {
        classes()
                .that()
                .resideInAnyPackage("org.wardkey.tpm2.structure..", "org.wardkey.tpm2.policy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "org.wardkey.tpm2.structure..",
                        "org.wardkey.tpm2.policy..",
                        "org.wardkey.tpm2.crypto..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify..")
                .check(MODULE);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
