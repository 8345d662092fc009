package org.mayfly.endpoint.rest.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a record whose JSON may be longer than {@link RecordReader#LIMIT}; {@code docs/limits.md} names each. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LargeBody {

    /** Of a body, at most. */
    int bytes();
}
