using System.Reflection;
using System.Runtime.InteropServices;
using Gannet.Imaging.Video;

namespace Gannet.Imaging.Codecs;

/// <summary>Tells .NET where this assembly's native libraries are. An assembly can have one resolver only.</summary>
internal static class ShimResolver
{
    static ShimResolver() => NativeLibrary.SetDllImportResolver(typeof(ShimResolver).Assembly, Load);

    /// <summary>Makes the imports of a library work.</summary>
    /// <param name="name">The library's name without prefix and extension.</param>
    /// <exception cref="DllNotFoundException">This system has none of these libraries.</exception>
    public static void Use(string name) => NativeLibraryLocator.RequireSystem(name);

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        MediaLibrary.Name => NativeLibraryLocator.Load(name, assembly, path, MediaBuilds.Packaged),
        VideoLibrary.Name => NativeLibraryLocator.Load(name, assembly, path, VideoBuilds.Packaged),
        _ => 0,
    };
}
