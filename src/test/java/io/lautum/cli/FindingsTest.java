package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.ResourceException;
import io.lautum.UserException;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings findings = new Findings();

  @Test
  void allFindingsAreReportedTogether() {
    find(new ResourceException("no master"));
    find(new ResourceException("no space"));

    assertThatThrownBy(findings::report)
        .isInstanceOf(ResourceException.class)
        .hasMessage("2 problems: (1) no master; (2) no space");
  }

  @Test
  void aMistakeDecidesTheExitCode() {
    find(new ResourceException("no master"));
    find(new UserException("dynamic allocation"));

    assertThatThrownBy(findings::report)
        .isInstanceOf(UserException.class)
        .hasMessage("2 problems: (1) no master; (2) dynamic allocation");
  }

  @Test
  void oneFindingIsReportedAsItIs() {
    UserException mistake = new UserException("a mistake");
    findings.report();
    assertThat(findings.isEmpty()).isTrue();

    find(mistake);

    assertThatThrownBy(findings::report).isSameAs(mistake);
  }

  private void find(RuntimeException finding) {
    findings.check(
        () -> {
          throw finding;
        });
  }
}
