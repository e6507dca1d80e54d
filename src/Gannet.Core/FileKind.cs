using System.Runtime.InteropServices;

namespace Gannet;

/// <summary>Tells regular files from devices, pipes and sockets without opening them: a pipe with no writer would block.</summary>
public static class FileKind
{
    // statx(2): its record has the same layout on every processor.
    private const int CurrentFolder = -100, RecordLength = 256, ModeOffset = 28, NumberOffset = 32, DeviceOffset = 136;
    private const uint TypeOnly = 1, NumberToo = 0x101;
    private const int TypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    /// <summary>Whether the path exists and, with links followed, is neither a regular file nor a folder.</summary>
    /// <param name="path">Any path.</param>
    /// <remarks>On Windows, devices and pipes are known by their names, such as <c>nul</c>. Always false on other systems than these.</remarks>
    public static bool IsSpecial(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (OperatingSystem.IsWindows()) return IsWindowsDevice(Path.GetFullPath(path));
        return TypeOf(path) is not (null or Regular or Folder);
    }

    /// <summary>Rejects devices, pipes and sockets: reading one may block forever or never end.</summary>
    /// <param name="path">A path; a missing file is left for the caller to find when opening it.</param>
    /// <exception cref="InvalidDataException">It is a device, a pipe or a socket.</exception>
    public static void RequireRegular(string path)
    {
        if (IsSpecial(path)) throw new InvalidDataException($"{path}: is a pipe, a device or a socket, not a regular file; copy its content to a file.");
    }

    /// <summary>Identifies a file or folder, whatever its name, by device and inode number; null when it is absent or unknown.</summary>
    internal static (ulong Device, ulong Number)? IdentityOf(string path) =>
        Record(path, NumberToo) is { } record ? (BitConverter.ToUInt64(record, DeviceOffset), BitConverter.ToUInt64(record, NumberOffset)) : null;

    /// <summary>Whether a full path of Windows leads to a device or a pipe: <c>nul</c> is <c>\\.\nul</c> there.</summary>
    internal static bool IsWindowsDevice(string full) => full.StartsWith(@"\\.\", StringComparison.Ordinal);

    private static int? TypeOf(string path) => Record(path, TypeOnly) is { } record ? BitConverter.ToUInt16(record, ModeOffset) & TypeMask : null;

    private static byte[]? Record(string path, uint mask)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var record = new byte[RecordLength];
        try
        {
            return Statx(CurrentFolder, path, 0, mask, record) == 0 ? record : null;
        }
        catch (EntryPointNotFoundException) // a C library from before 2018
        {
            return null;
        }
    }

    // A generated import would need unsafe code, which this assembly avoids.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] record);
#pragma warning restore SYSLIB1054
}
