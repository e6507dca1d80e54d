using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Gannet.Torch.Interop;

/// <summary>Finds libtorch as the launcher does: the folder that <c>LIBTORCH</c> names, else the system's.</summary>
internal static partial class TorchLibrary
{
    private const string Variable = "LIBTORCH", Main = "libtorch_cpu.so";

    // A build for an official libtorch is known by this: that one's files carry no version.
    private const string Official = "-official";

    // What a build for CUDA links with besides; in the order of their dependencies.
    private static readonly string[] s_parts = ["libc10.so", Main, "libc10_cuda.so", "libtorch_cuda.so"];

    /// <summary>Loads the shim that fits libtorch.</summary>
    /// <param name="name">The shim's name without prefix and extension.</param>
    /// <param name="assembly">This assembly.</param>
    /// <param name="searchPath">Where else to look, as the assembly specifies.</param>
    /// <exception cref="DllNotFoundException">There is no libtorch, or none that the shim fits; the message has one line.</exception>
    public static nint LoadShim(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder)) return NativeLibraryLocator.Load(name, assembly, searchPath, Builds(null, null));
        var version = VersionIn(folder) ?? throw new DllNotFoundException($"{Variable}={folder} contains no lib/{Main}: name the unpacked libtorch folder.");

        // A shim names libraries by file only. What is loaded already is what it gets.
        foreach (var part in s_parts.Select(part => Path.Combine(folder, "lib", part)).Where(File.Exists))
        {
            if (!NativeLibrary.TryLoad(part, out _)) throw new DllNotFoundException($"{part} does not load: it is damaged, for another system, or needs a library that is missing; 'ldd {part}' shows which.");
        }

        return NativeLibraryLocator.Load(name, assembly, searchPath, Builds(folder, version));
    }

    /// <summary>Whether a shim besides the main one, which is loaded already, can be loaded.</summary>
    /// <param name="name">The shim's name without prefix and extension.</param>
    /// <param name="assembly">This assembly.</param>
    /// <param name="reason">What is missing and what to do, in one line, if it cannot.</param>
    public static bool CanLoad(string name, Assembly assembly, out string? reason)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        var builds = string.IsNullOrEmpty(folder) ? Builds(null, null) : Builds(folder, VersionIn(folder));
        return NativeLibraryLocator.CanLoad(name, assembly, builds, out reason);
    }

    /// <summary>The builds in the package that fit a libtorch.</summary>
    /// <param name="folder">What <c>LIBTORCH</c> names; null for the system's libtorch.</param>
    /// <param name="version">Its version as <see cref="VersionIn"/> gives it.</param>
    public static NativeBuilds Builds(string? folder, string? version) =>
        new("libtorch", versions => Present(folder, version) + Cure(versions))
        {
            // A distribution's names its version when it is linked; an official one would load as any version, and crash.
            Suits = build => version is null ? !build.EndsWith(Official, StringComparison.Ordinal) : build == version,
        };

    /// <summary>The version of an unpacked libtorch as builds are named, such as <c>1.13</c> or <c>2.6-official</c>; null if there is none.</summary>
    public static string? VersionIn(string folder)
    {
        var libraries = Path.Combine(folder, "lib");
        if (!File.Exists(Path.Combine(libraries, Main))) return null;
        var target = File.ResolveLinkTarget(Path.Combine(libraries, Main), returnFinalTarget: true)?.Name ?? Main;
        if (MajorMinor(target[Main.Length..]) is { } distribution) return distribution;
        var header = Path.Combine(folder, "include", "torch", "csrc", "api", "include", "torch", "version.h");
        var text = File.Exists(header) ? File.ReadAllText(header) : "";
        return MajorMinor(string.Join('.', VersionPart().Matches(text).Select(static part => part.Groups[1].Value))) + Official;
    }

    private static string Present(string? folder, string? version) =>
        folder is not null ? $"{folder} is libtorch {version}. " : InSystem() is { } installed ? $"This system has libtorch {installed}. " : "";

    // Where distributions put libraries; those of Debian are a folder deeper.
    private static string? InSystem() => ((string[])["/usr/lib", "/usr/lib64", "/usr/local/lib"]).Where(Directory.Exists)
        .SelectMany(static folder => Directory.GetDirectories(folder, "*-linux-gnu").Prepend(folder)).SelectMany(static folder => Directory.GetFiles(folder, $"{Main}.*"))
        .Select(static file => MajorMinor(Path.GetFileName(file)[Main.Length..])).FirstOrDefault(static version => version is not null);

    // Of the newest builds first: what a package manager has, then what one unpacks.
    private static string Cure(IReadOnlyList<string> versions)
    {
        var packages = versions.Where(static version => !version.EndsWith(Official, StringComparison.Ordinal)).Select(static version => $"libtorch{version}").ToList();
        var official = versions.Where(static version => version.EndsWith(Official, StringComparison.Ordinal)).Select(static version => version[..^Official.Length]).ToList();
        var apt = packages.Count == 0 ? "" : $"Debian: sudo apt-get install {string.Join(" or ", packages)}, with libopenblas0-openmp. ";
        return apt + (official.Count > 0
            ? $"Elsewhere: unpack libtorch {string.Join(" or ", official)} from https://pytorch.org/get-started/locally and set {Variable} to its folder."
            : $"For another libtorch, run '{Variable}=/its/folder ./gannet doctor' in Gannet's checkout and set {NativeLibraryLocator.Variable} to the artifacts/native-… that it makes.");
    }

    private static string? MajorMinor(string text) => TwoNumbers().Match(text) is { Success: true } match ? match.Value : null;

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex TwoNumbers();

    [GeneratedRegex(@"define TORCH_VERSION_M(?:AJOR|INOR) (\d+)")]
    private static partial Regex VersionPart();
}
