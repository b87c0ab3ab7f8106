using System.Text.Json;

namespace EdgeRelay.Gateway.Api.Deliveries;

/// <summary>A line of an export.</summary>
/// <param name="Data">The body's <c>data</c>.</param>
internal sealed record DeliveryLineResponse(DeliveryResponse Delivery, JsonElement Data) : DeliveryResponse(Delivery);
