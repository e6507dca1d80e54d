namespace Gannet.Training;

/// <summary>Keeps a run folder for one training: a second one that writes to the same files is refused.</summary>
/// <remarks>The system lets go of the lock when the process ends, however that happens; the empty file stays.</remarks>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a folder that exists.</summary>
    /// <exception cref="InvalidDataException">Another training has it.</exception>
    public static RunLock Take(RunFolder folder)
    {
        try
        {
            return new(new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && File.Exists(folder.LockFile))
        {
            throw new InvalidDataException($"{folder.Path}: another training is writing to this folder; wait for its end, or name another --out.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
