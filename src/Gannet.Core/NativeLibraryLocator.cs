using System.Reflection;
using System.Runtime.InteropServices;

namespace Gannet;

/// <summary>Finds Gannet's own native libraries: in a folder the user names, beside the program, in a package, or in their checkout.</summary>
internal static class NativeLibraryLocator
{
    /// <summary>The environment variable that names their folder.</summary>
    public const string Variable = "GANNET_NATIVE";

    private const string Cure = "Run './gannet doctor' in Gannet's checkout: it installs and builds what is missing.";

    // Packages name their folders so; a distribution's own .NET calls itself after the distribution.
    private static readonly string s_portable = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    /// <summary>Loads <c>lib{name}.so</c> from the first of <see cref="Folders"/> that has it, else from where the system looks.</summary>
    /// <param name="name">The library's name without prefix and extension.</param>
    /// <param name="assembly">The assembly that needs it.</param>
    /// <param name="searchPath">Where else to look, as the assembly specifies.</param>
    /// <param name="builds">How to choose among the builds of a package.</param>
    /// <exception cref="DllNotFoundException">The library is in none of these places, or does not load.</exception>
    public static nint Load(string name, Assembly assembly, DllImportSearchPath? searchPath, NativeBuilds builds)
    {
        var (file, folders) = Search(name, assembly);
        var (path, found) = Find(name, file, folders);
        if (path is not null) return Load(path);
        if (found.Count > 0) return builds.Load(found) is var build && build != 0 ? build : throw new DllNotFoundException(builds.Failure(found));
        return NativeLibrary.TryLoad(name, assembly, searchPath, out var handle) ? handle : throw new DllNotFoundException(Missing(file, folders));
    }

    /// <summary>Whether <see cref="Load(string, Assembly, DllImportSearchPath?, NativeBuilds)"/> would succeed; no exception is thrown to find out.</summary>
    /// <param name="name">The library's name without prefix and extension.</param>
    /// <param name="assembly">The assembly that needs it.</param>
    /// <param name="builds">How to choose among the builds of a package.</param>
    /// <param name="reason">What is missing and what to do, in one line, if it would not.</param>
    /// <remarks>Loads the library if it can.</remarks>
    public static bool CanLoad(string name, Assembly assembly, NativeBuilds builds, out string? reason)
    {
        if ((reason = Unsupported(name)) is not null) return false;
        var (file, folders) = Search(name, assembly);
        var (path, found) = Find(name, file, folders);
        if (path is not null) reason = NativeLibrary.TryLoad(path, out _) ? null : $"{path} does not load. {Cure}";
        else if (found.Count > 0) reason = builds.Load(found) != 0 ? null : builds.Failure(found);
        else reason = NativeLibrary.TryLoad(name, assembly, null, out _) ? null : Missing(file, folders);
        return reason is null;
    }

    /// <summary>Ends, on a system that has none of these libraries, with a message that says so.</summary>
    /// <param name="name">The library's name without prefix and extension.</param>
    /// <exception cref="DllNotFoundException">This is Windows.</exception>
    /// <remarks>For static constructors: an exception in a resolver crosses native frames, which not every system survives.</remarks>
    public static void RequireSystem(string name)
    {
        if (Unsupported(name) is { } reason) throw new DllNotFoundException(reason);
    }

    /// <summary>Folders where a library may be, the most specific first, without duplicates.</summary>
    /// <param name="chosen">Value of <see cref="Variable"/>; null or empty when it is not set.</param>
    /// <param name="program">The program's folder.</param>
    /// <param name="assembly">Folder of the assembly that needs the library; null when it has none.</param>
    /// <param name="runtime">The system's identifier, such as <c>linux-x64</c>.</param>
    public static IEnumerable<string> Folders(string? chosen, string program, string? assembly, string runtime)
    {
        string[] bases = [.. new[] { assembly, program }.OfType<string>().Select(Path.TrimEndingDirectorySeparator).Distinct()];
        var named = string.IsNullOrEmpty(chosen) ? [] : new[] { chosen };
        return named.Concat(bases).Concat(bases.Select(folder => Path.Combine(folder, "runtimes", runtime, "native")))
            .Concat(bases.SelectMany(InCheckout)).Distinct();
    }

    /// <summary>One line that says where a library was searched for and what to do.</summary>
    /// <param name="file">The library's file name.</param>
    /// <param name="folders">The folders that were searched.</param>
    public static string Missing(string file, IReadOnlyCollection<string> folders) =>
        $"{file} is missing. Set {Variable} to its folder, which is artifacts/native of Gannet's checkout, or copy artifacts/native/*.so beside the program; "
        + $"if it is not built, run './gannet doctor' in the checkout. Looked in {string.Join(", ", folders.Where(Directory.Exists))}.";

    // One line that says what Windows lacks without the library.
    private static string? Unsupported(string name) => !OperatingSystem.IsWindows() ? null : name is "gannet_torch" or "gannet_c10d"
        ? "This needs libtorch, which Gannet uses on Linux only. Windows has what runs without: detection with ONNX models, data sets, scores of results files."
        : "This needs OpenCV, which Gannet uses on Linux only. Windows reads PNG and JPEG without it.";

    // The first folder that has the library decides: its own build, or a package's builds.
    private static (string? Path, IReadOnlyList<(string Path, string Version)> Builds) Find(string name, string file, string[] folders)
    {
        foreach (var folder in folders)
        {
            if (Path.Combine(folder, file) is var path && File.Exists(path)) return (path, []);
            if (NativeBuilds.In(folder, name) is { Count: > 0 } found) return (null, found);
        }

        return (null, []);
    }

    private static (string File, string[] Folders) Search(string name, Assembly assembly)
    {
        IEnumerable<string> Below(string runtime) => Folders(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory, FolderOf(assembly), runtime);
        return ($"lib{name}.so", [.. Below(RuntimeInformation.RuntimeIdentifier).Concat(Below(s_portable)).Concat(HostFolders()).Distinct()]);
    }

    // Where the host found the native files of packages.
    private static IEnumerable<string> HostFolders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.TrimEndingDirectorySeparator);

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException error)
        {
            var reason = error.Message.ReplaceLineEndings(" ");
            throw new DllNotFoundException($"{path} does not load: {reason} {Cure}", error);
        }
    }

    private static string? FolderOf(Assembly assembly) =>
        assembly.Location is { Length: > 0 } location ? Path.GetDirectoryName(location) : null; // empty in a single-file program

    private static IEnumerable<string> InCheckout(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var native = Path.Combine(folder.FullName, "artifacts", "native");
            if (Directory.Exists(native)) yield return native;
        }
    }
}
