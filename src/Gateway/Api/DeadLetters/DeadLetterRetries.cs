using EdgeRelay.Gateway.Api.Access;
using EdgeRelay.Gateway.Api.Errors;
using EdgeRelay.Gateway.Api.Json;
using EdgeRelay.Gateway.Commit;
using EdgeRelay.Gateway.Decoding;
using EdgeRelay.Gateway.Ingest;
using EdgeRelay.Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace EdgeRelay.Gateway.Api.DeadLetters;

/// <summary>
/// Gives refused telemetry to the intake again, and marks its letter once it is committed. A crash between the two leaves a letter that can be
/// retried though it was: the rules know what they have had, so that nothing is applied twice.
/// </summary>
internal sealed class DeadLetterRetries(CoreDatabase database, ConfigurationWriter writer, TelemetryIntake intake, TimeProvider clock)
{
    /// <summary>More elements than fit into a message.</summary>
    private const int MostOfMessage = 65_536;

    public async Task<Parsed<DeadLetterRetryResponse>> Retry(Caller caller, long id, CancellationToken cancellation)
    {
        await using var core = database.Read();
        if (await core.DeadLettersOf(caller).AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancellation) is not { } letter)
        {
            return ApiProblem.NotFound("dead letter " + id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        if (letter.RetriedMs is { } before)
        {
            return new DeadLetterRetryResponse(id, DateTimeOffset.FromUnixTimeMilliseconds(before), 0, 0);
        }

        if (letter.Payload.Length == 0)
        {
            return new ApiProblem(ApiErrors.Conflict,
                "The payload is kept with the first refused element of its message: retry that dead letter, which has the same topic and received_at.");
        }

        var wait = new CommitWait();
        switch (intake.TakeAgain(ContentOf(letter), wait.Ticket))
        {
            case RetryVerdict.StillRefused still:
                return new ApiProblem(ApiErrors.StillRefused, $"{still.Reason.WireName()}: {still.Detail}");
            case RetryVerdict.Taken taken when await wait.Committed.WaitAsync(cancellation):
                return new DeadLetterRetryResponse(id, await Mark(letter), taken.Applied, taken.Refused);
            case RetryVerdict.Taken:
                return new ApiProblem(ApiErrors.Unavailable, "It could not be committed. The dead letter is as it was: try again.");
            default:
                return new ApiProblem(ApiErrors.Unavailable, "The vehicle's queue is full. The dead letter is as it was: try again.");
        }
    }

    private static RefusedTelemetry ContentOf(DeadLetterRow letter) => new(
        letter.AccountId,
        letter.VehicleId,
        letter.Topic,
        letter.Payload,
        letter.ReceivedMs,
        Enum.GetValues<DeadLetterReason>().First(r => r.WireName() == letter.Reason));

    /// <summary>Marks the letter, and those of the same message whose payload it holds.</summary>
    private async Task<DateTimeOffset> Mark(DeadLetterRow letter)
    {
        var now = clock.GetUtcNow();
        var nowMs = now.ToUnixTimeMilliseconds();
        await writer.Write(core =>
        {
            var rows = core.DeadLetters.Where(d => d.AccountId == letter.AccountId && d.RetriedMs == null
                && (d.Id == letter.Id || (d.Id > letter.Id && d.Id < letter.Id + MostOfMessage && d.ReceivedMs == letter.ReceivedMs
                    && d.VehicleId == letter.VehicleId && d.Topic == letter.Topic && d.Payload.Length == 0)));
            foreach (var row in rows)
            {
                row.RetriedMs = nowMs;
            }
        });
        return DateTimeOffset.FromUnixTimeMilliseconds(nowMs);
    }
}
