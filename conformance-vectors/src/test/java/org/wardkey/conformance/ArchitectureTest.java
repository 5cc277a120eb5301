package org.wardkey.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.wardkey.conformance", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule conformance_dependencies_areTheJcaAndAJsonTokenizer = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.wardkey.conformance..",
                    "java.lang..",
                    "com.sun.management",
                    "java.io",
                    "java.math",
                    "java.net..",
                    "java.time..",
                    "java.nio..",
                    "java.util..",
                    "java.security..",
                    "javax.crypto..",
                    "javax.security.auth.x500",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule runners_doNotKnowTheCommandLine = noClasses()
            .that()
            .resideInAPackage("org.wardkey.conformance")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.wardkey.conformance.cli",
                    "org.wardkey.conformance.report",
                    "org.wardkey.conformance.fetch",
                    "java.net..");
}
