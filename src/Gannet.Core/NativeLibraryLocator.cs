using System.Reflection;
using System.Runtime.InteropServices;

namespace Gannet;

/// <summary>Finds Gannet's own native libraries beside the program or in the checkout that built it.</summary>
/// <remarks>Compiled into each assembly that has a native part, because those assemblies do not reference each other.</remarks>
internal static class NativeLibraryLocator
{
    /// <summary>Loads <c>lib{name}.so</c> from the program's folder, <c>GANNET_NATIVE</c>, or the checkout's <c>artifacts/native</c>.</summary>
    /// <exception cref="DllNotFoundException">The library is in none of them, or does not load.</exception>
    public static nint Load(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        var file = $"lib{name}.so";
        foreach (var folder in Folders())
        {
            var path = Path.Combine(folder, file);
            if (File.Exists(path)) return NativeLibrary.Load(path);
        }

        return NativeLibrary.TryLoad(name, assembly, searchPath, out var handle)
            ? handle
            : throw new DllNotFoundException($"{file} is not built: run './gannet doctor' once, or set GANNET_NATIVE to its folder.");
    }

    private static IEnumerable<string> Folders()
    {
        yield return AppContext.BaseDirectory;
        if (Environment.GetEnvironmentVariable("GANNET_NATIVE") is { Length: > 0 } chosen) yield return chosen;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "artifacts", "native");
    }
}
