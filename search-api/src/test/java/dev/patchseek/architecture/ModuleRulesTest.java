package dev.patchseek.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Modules import one way: data, encoder, then trainer and indexer side by side, the client of
 * OpenSearch behind the indexer, search-api.
 */
@AnalyzeClasses(packages = "dev.patchseek", importOptions = DoNotIncludeTests.class)
class ModuleRulesTest {

  private static final String DATA = "dev.patchseek.data..";
  private static final String ENCODER = "dev.patchseek.encoder..";
  private static final String TRAINER = "dev.patchseek.trainer..";
  private static final String INDEXER = "dev.patchseek.indexer..";
  private static final String CLUSTER = "dev.patchseek.opensearch..";
  private static final String API = "dev.patchseek.api..";

  @ArchTest
  static final ArchRule dataKnowsNoOtherModule =
      moduleDoesNotImport(DATA, ENCODER, TRAINER, INDEXER, CLUSTER, API);

  @ArchTest
  static final ArchRule encoderKnowsOnlyData =
      moduleDoesNotImport(ENCODER, TRAINER, INDEXER, CLUSTER, API);

  @ArchTest
  static final ArchRule trainerKnowsNoIndex = moduleDoesNotImport(TRAINER, INDEXER, CLUSTER, API);

  @ArchTest
  static final ArchRule indexerKnowsNoTraining =
      moduleDoesNotImport(INDEXER, TRAINER, CLUSTER, API);

  @ArchTest
  static final ArchRule theClientOfAClusterKnowsNoService =
      moduleDoesNotImport(CLUSTER, TRAINER, API);

  /** OpenSearch's libraries, which bring another Lucene, stay where its nodes run. */
  @ArchTest
  static final ArchRule noModuleNeedsTheServerOfOpenSearch =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.opensearch.index..", "org.opensearch.node..");

  /** They run inside OpenSearch too, beside another Lucene. */
  @ArchTest
  static final ArchRule kernelsAndPlansKnowNoLucene =
      noClasses()
          .that()
          .resideInAnyPackage("dev.patchseek.indexer.kernel..", "dev.patchseek.indexer.candidate..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "jdk.incubator.vector..",
              "dev.patchseek.indexer.kernel..",
              "dev.patchseek.indexer.candidate..",
              "dev.patchseek.data");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.patchseek.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule collaboratorsComeThroughTheConstructor =
      NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  @ArchTest
  static final ArchRule classesAreNamedAfterWhatTheyDo =
      noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)");

  private static ArchRule moduleDoesNotImport(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }
}
