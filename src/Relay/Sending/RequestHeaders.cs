using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using EdgeRelay.Relay.Delivery;
using EdgeRelay.Relay.Outbox;

namespace EdgeRelay.Relay.Sending;

/// <summary>Header values that are the same for every request, and headers as text.</summary>
internal static class RequestHeaders
{
    public static readonly ProductInfoHeaderValue UserAgent = new(
        "EdgeRelay", typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>What stands for the type of messages that have several.</summary>
    private const string SeveralTypes = "batch";

    /// <summary>The type that all messages of a request share, or that there are several.</summary>
    public static string TypeOf(in OneOrMany<QueuedDelivery> members)
    {
        var type = members.First.Type;
        for (var i = 1; i < members.Count; i++)
        {
            if (members[i].Type != type)
            {
                return SeveralTypes;
            }
        }

        return type;
    }

    /// <summary>The headers by which a request tells of its messages, beside those that sign it and those of the user.</summary>
    public static void OfMessage<T>(SentAttempt attempt, T sink, Action<T, string, string> add)
    {
        var (first, members) = (attempt.First, attempt.Members);
        add(sink, "EdgeRelay-Event", TypeOf(members));
        add(sink, "EdgeRelay-Webhook", attempt.Target.WebhookIdText);
        add(sink, "EdgeRelay-Attempt", TextOf(attempt.Number));
        add(sink, "EdgeRelay-Sequence", TextOf(first.Sequence));
        if (attempt.Target.Batches)
        {
            add(sink, "EdgeRelay-Sequence-Last", TextOf(members.Last.Sequence));
            add(sink, "EdgeRelay-Batch-Size", TextOf(members.Count));
        }

        if (attempt.OutOfOrder)
        {
            add(sink, "EdgeRelay-Out-Of-Order", "true");
        }

        if (OfOrigin(first.Origin) is { } origin)
        {
            add(sink, origin, "true");
        }
    }

    /// <summary>The header that tells why a message exists; null for an ordinary one.</summary>
    private static string? OfOrigin(DeliveryOrigin origin) => origin switch
    {
        DeliveryOrigin.Test or DeliveryOrigin.Activation => "EdgeRelay-Test",
        DeliveryOrigin.Resend or DeliveryOrigin.Replay => "EdgeRelay-Resend",
        _ => null,
    };

    /// <summary>The answer's headers, one <c>name: value</c> per line. They are at most 16 KiB by the handler's limit.</summary>
    public static string TextOf(HttpResponseMessage response)
    {
        var text = new StringBuilder(256);
        foreach (var (name, values) in response.Headers.NonValidated)
        {
            Append(text, name, values);
        }

        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            Append(text, name, values);
        }

        return text.ToString();
    }

    private static string TextOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Append(StringBuilder text, string name, HeaderStringValues values)
    {
        foreach (var value in values)
        {
            text.Append(name).Append(": ").Append(value).Append('\n');
        }
    }
}
