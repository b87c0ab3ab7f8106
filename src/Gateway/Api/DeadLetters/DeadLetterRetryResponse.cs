namespace EdgeRelay.Gateway.Api.DeadLetters;

/// <summary>What became of telemetry that was given again.</summary>
/// <param name="RetriedAt">When it was; of an earlier call if it was then.</param>
/// <param name="Applied">Elements that the rules got; 0 when an earlier call did it.</param>
/// <param name="Refused">Elements of the message that became dead letters of their own.</param>
internal sealed record DeadLetterRetryResponse(long Id, DateTimeOffset RetriedAt, int Applied, int Refused);
