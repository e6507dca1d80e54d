using System.Runtime.InteropServices;
using System.Text;

namespace Gannet.Torch.Interop;

/// <summary>What NVIDIA's driver reports about this machine's devices, whether or not libtorch can use them.</summary>
/// <remarks>Uses the driver's own library, since libtorch's headers give device names only if CUDA's headers are installed, too.</remarks>
internal static unsafe class CudaDriver
{
    private const string Library = "libcuda.so.1";
    private const int LongestName = 256;

    /// <summary>The names of the visible devices, by index; none without a driver.</summary>
    public static IReadOnlyList<string> Names { get; } = Read();

    private static string[] Read()
    {
        if (!NativeLibrary.TryLoad(Library, out var library)) return [];
        if (!NativeLibrary.TryGetExport(library, "cuInit", out var init)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetCount", out var getCount)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGet", out var get)
            || !NativeLibrary.TryGetExport(library, "cuDeviceGetName", out var getName))
        {
            return [];
        }

        int count;
        if (((delegate* unmanaged[Cdecl]<uint, int>)init)(0) != 0 || ((delegate* unmanaged[Cdecl]<int*, int>)getCount)(&count) != 0) return [];
        var names = new string[count];
        var text = stackalloc byte[LongestName];
        for (var k = 0; k < count; k++)
        {
            int device;
            var isNamed = ((delegate* unmanaged[Cdecl]<int*, int, int>)get)(&device, k) == 0
                && ((delegate* unmanaged[Cdecl]<byte*, int, int, int>)getName)(text, LongestName, device) == 0;
            names[k] = isNamed ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)) : "unnamed";
        }

        return names;
    }
}
