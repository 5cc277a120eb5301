package org.wardkey.sdk.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.wardkey.sdk.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule cli_dependencies_areTheExportedPackagesPicocliAndJackson = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.wardkey.sdk.cli..",
                    "org.wardkey.conformance.cli",
                    "org.wardkey.provider",
                    "org.wardkey.provider.operation",
                    "org.wardkey.provider.policy",
                    "org.wardkey.provider.audit",
                    "org.wardkey.provider.administration",
                    "org.wardkey.tpm2..",
                    "picocli",
                    "com.fasterxml.jackson.core..",
                    "java..",
                    "javax.crypto..",
                    "javax.xml..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule demo_dependencies_areTheJdk = noClasses()
            .that()
            .resideInAPackage("org.wardkey.sdk.cli.demo")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.wardkey.provider..", "org.wardkey.sdk.cli", "picocli", "com.fasterxml..");

    @ArchTest
    static final ArchRule cli_cycles_none =
            slices().matching("org.wardkey.sdk.(**)").should().beFreeOfCycles();
}
