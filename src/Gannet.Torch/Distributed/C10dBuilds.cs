using Gannet.Torch.Interop;

namespace Gannet.Torch.Distributed;

/// <summary>The builds of <c>libgannet_c10d</c>, in a checkout or a package, and what to do where there is none.</summary>
/// <remarks>Not in <see cref="C10dLibrary"/>, whose first use loads the library.</remarks>
internal static class C10dBuilds
{
    private const string Cure = "Debian: sudo apt-get install libgloo-dev; then run './gannet doctor' in Gannet's checkout.";

    // Looked for once.
    private static readonly Lazy<string?> s_missing = new(static () =>
        TorchLibrary.CanLoad(C10dLibrary.Name, typeof(C10dLibrary).Assembly, out var reason) ? null : Missing(reason!));

    /// <summary>What is missing and what to do about it, in one line; null if several processes can train together.</summary>
    /// <exception cref="DllNotFoundException">There is no libtorch.</exception>
    public static string? Reason
    {
        get
        {
            _ = TorchRuntime.Version; // libtorch must be loaded first, with its environment
            return s_missing.Value;
        }
    }

    /// <summary>The reason of <see cref="NativeLibraryLocator"/>; a build without the library is the likeliest, as everything else works without.</summary>
    internal static string Missing(string reason) =>
        reason.Contains("is missing", StringComparison.Ordinal) || reason.Contains("does not load", StringComparison.Ordinal)
            ? $"Several processes need libtorch's c10d. {Cure} ({reason.Split(". ")[0].TrimEnd('.')}.)" : reason;
}
