namespace EdgeRelay.Gateway.Api.Webhooks;

/// <summary>What a resume would do.</summary>
/// <param name="Waiting">Messages that wait now.</param>
/// <param name="Sent">Of those, how many would be sent; the others would be cancelled.</param>
internal sealed record ResumeCountResponse(long Waiting, long Sent);
