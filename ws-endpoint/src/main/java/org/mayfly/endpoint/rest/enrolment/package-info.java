/** Enrolling a device. */
@NullMarked
package org.mayfly.endpoint.rest.enrolment;

import org.jspecify.annotations.NullMarked;
