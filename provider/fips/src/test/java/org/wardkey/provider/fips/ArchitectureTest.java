package org.wardkey.provider.fips;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who this may depend on: not on the module's classes, which are reached through provider objects alone. */
@AnalyzeClasses(packages = "org.wardkey.provider.fips", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule engineUsesVocabularyAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax..",
                    "org.jspecify..",
                    "org.wardkey.provider.fips",
                    "org.wardkey.provider.backend",
                    "org.wardkey.provider.operation",
                    "org.wardkey.provider.secret");
}
