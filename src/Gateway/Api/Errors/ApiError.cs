namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>One row of the table of errors.</summary>
/// <param name="Status">HTTP status of an answer with this code.</param>
/// <param name="Code">What programs compare, snake case; never changes its meaning.</param>
/// <param name="Title">Short, the same for every occurrence.</param>
/// <param name="Description">For the page <c>/docs/errors/{code}</c>: when it occurs and what to do.</param>
internal sealed record ApiError(int Status, string Code, string Title, string Description);
