package org.mayfly.system.promise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a test against the deployed system is a check of a criterion of {@code docs/promises.md}.
 *
 * <p>A criterion is verified when each of its parts has a passing check and a passing control. A control plants the
 * fault and sees it caught. The test may publish a JUnit report entry {@code evidence}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Verifies.All.class)
public @interface Verifies {

    /** Id of the criterion, for example {@code P3.2}. */
    String value();

    /** Parts of the criterion that the test covers: {@code server}, {@code java}, {@code browser}. */
    String[] parts();

    Kind kind() default Kind.CHECK;

    enum Kind {
        CHECK,
        CONTROL,
        /** Checks and, in the same test, plants the fault and sees it caught. */
        CHECK_WITH_CONTROL
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {
        Verifies[] value();
    }
}
