using System.Globalization;

namespace Gannet.Torch.Distributed;

/// <summary>The variables that a launcher sets, read with one line of complaint each.</summary>
internal sealed class LauncherVariables(Func<string, string?> read)
{
    private const int HighestPort = 65535;

    /// <summary>The value; null if it is not set or empty.</summary>
    public string? Text(string name) => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A whole number from 0; null if it is not set.</summary>
    public int? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidOptionException(name, text, "a whole number from 0");
    }

    /// <summary>How many processes there are; null if it is not set.</summary>
    public int? Count(string name)
    {
        var count = Number(name);
        return count == 0 ? throw new InvalidOptionException(name, "0", "at least 1") : count;
    }

    /// <summary>A TCP port; null if it is not set.</summary>
    public int? Port(string name)
    {
        var port = Number(name);
        return port is 0 or > HighestPort ? throw new InvalidOptionException(name, $"{port}", $"a port from 1 to {HighestPort}") : port;
    }

    /// <summary>The number of a process among <paramref name="size"/>.</summary>
    public int Rank(string name, int size, string sizeName)
    {
        var rank = Number(name) ?? throw InvalidOptionException.Contradiction(name, $"{sizeName} is {size}, but {name} is not set; set both, or neither.");
        return rank < size ? rank : throw new InvalidOptionException(name, $"{rank}", $"below {sizeName}, which is {size}");
    }
}
