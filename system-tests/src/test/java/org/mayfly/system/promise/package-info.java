/** The promise report: what ran against the deployed system, criterion by criterion. */
@NullMarked
package org.mayfly.system.promise;

import org.jspecify.annotations.NullMarked;
