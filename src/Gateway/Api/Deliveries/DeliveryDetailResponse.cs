using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>A delivery with what was sent and what became of each request.</summary>
/// <param name="Data">The body's <c>data</c>.</param>
/// <param name="Attempts">Oldest first; those older than the log's retention are gone.</param>
internal sealed record DeliveryDetailResponse(
    DeliveryResponse Delivery, JsonElement Data, IReadOnlyList<AttemptResponse> Attempts)
    : DeliveryResponse(Delivery);
