namespace EdgeRelay.Gateway.Accounts;

/// <summary>Holds an account's book; the book is swapped whole when the account's configuration changes. Thread-safe.</summary>
internal sealed class AccountCell(long accountId, AccountBook first)
{
    private volatile AccountBook _book = first;

    public long AccountId => accountId;

    public AccountBook Book
    {
        get => _book;
        set => _book = value;
    }
}
