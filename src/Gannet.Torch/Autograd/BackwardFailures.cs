using System.Globalization;
using System.Runtime.ExceptionServices;

namespace Gannet.Torch.Autograd;

/// <summary>Carries the exception of a failed C# backward across native frames and from its thread to the one that waits for it.</summary>
/// <remarks>Each exception is kept under a number that travels through libtorch as part of the message.</remarks>
internal static class BackwardFailures
{
    // What native/torch writes before the number.
    private const string Marker = "the managed backward failed #";

    // If several backwards fail together, only one is asked for. The others are forgotten when their slots are needed.
    private const int Kept = 64;

    private static readonly (int Number, ExceptionDispatchInfo Error)?[] s_failures = new (int, ExceptionDispatchInfo)?[Kept];
    private static int s_last;

    /// <summary>Keeps <paramref name="error"/> and returns its number, which is not 0.</summary>
    public static int Keep(Exception error)
    {
        lock (s_failures)
        {
            s_last = s_last == int.MaxValue ? 1 : s_last + 1;
            s_failures[s_last % Kept] = (s_last, ExceptionDispatchInfo.Capture(error));
            return s_last;
        }
    }

    /// <summary>Throws the failure whose number is in <paramref name="message"/>; returns if there is none.</summary>
    public static void ThrowIfNamed(string? message) => Take(message)?.Throw();

    private static ExceptionDispatchInfo? Take(string? message)
    {
        var at = message?.IndexOf(Marker, StringComparison.Ordinal) ?? -1;
        if (at < 0) return null;
        var digits = message.AsSpan(at + Marker.Length);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        if (!int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        lock (s_failures)
        {
            if (s_failures[number % Kept] is not { } kept || kept.Number != number) return null;
            s_failures[number % Kept] = null;
            return kept.Error;
        }
    }
}
