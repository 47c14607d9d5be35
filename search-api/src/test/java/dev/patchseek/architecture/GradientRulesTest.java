package dev.patchseek.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls into DJL that compile, run, and make gradients silently wrong. */
class GradientRulesTest {

  private static final Set<String> ARITHMETIC =
      Set.of(
          "add", "sub", "mul", "div", "mod", "pow", "addi", "subi", "muli", "divi", "modi", "powi",
          "maximum", "minimum");

  /**
   * DJL lays the number in a Java buffer and frees it when the call returns; autograd has kept the
   * address and reads it in backward, after the garbage collector may have reused it.
   */
  private static final ArchRule NO_NUMBER_OPERANDS =
      noClasses()
          .that()
          // the optimiser runs with gradients off: nothing it computes is recorded
          .resideOutsideOfPackage("dev.patchseek.trainer.optim..")
          .should()
          .callMethodWhere(
              describe(
                  "an NDArray operation takes a Java number; keep a scalar NDArray instead",
                  call -> isArithmetic(call) && takesNumber(call)));

  /** DJL runs these without recording them, so nothing before them gets a gradient. */
  private static final ArchRule NO_CUT_GRAPHS =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.patchseek.encoder.weights..")
          .should()
          .callMethodWhere(
              describe(
                  "an NDArray is copied outside the gradient graph; convert weights on loading",
                  call ->
                      isOnArray(call)
                          && Set.of("toType", "toDevice", "duplicate").contains(call.getName())));

  private final JavaClasses differentiable =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.patchseek.encoder", "dev.patchseek.trainer");

  @Test
  void noDifferentiableCodeTakesNumberOperands() {
    NO_NUMBER_OPERANDS.check(differentiable);
  }

  @Test
  void noDifferentiableCodeCutsTheGraph() {
    NO_CUT_GRAPHS.check(differentiable);
  }

  @Test
  void bothRulesCatchWhatTheyForbid() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    assertThat(NO_NUMBER_OPERANDS.evaluate(offender).getFailureReport().getDetails()).hasSize(2);
    assertThat(NO_CUT_GRAPHS.evaluate(offender).getFailureReport().getDetails()).hasSize(2);
  }

  private static boolean isOnArray(JavaMethodCall call) {
    return call.getTargetOwner().isAssignableTo(NDArray.class);
  }

  private static boolean isArithmetic(JavaMethodCall call) {
    return isOnArray(call) && ARITHMETIC.contains(call.getName());
  }

  private static boolean takesNumber(JavaMethodCall call) {
    return call.getTarget().getRawParameterTypes().stream()
        .anyMatch(type -> type.isAssignableTo(Number.class));
  }

  private static final class Offender {
    NDArray offend(NDArray x) {
      return x.mul(2).addi(1f).toType(DataType.FLOAT32, false).duplicate().add(x);
    }
  }
}
