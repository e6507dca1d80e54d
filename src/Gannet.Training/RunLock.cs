namespace Gannet.Training;

/// <summary>Reserves a run folder for one training: a second one cannot write to the same files.</summary>
/// <remarks>The system releases the lock when the process ends, even after a crash; the empty file stays.</remarks>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of an existing folder.</summary>
    /// <exception cref="InvalidDataException">Another training holds it.</exception>
    public static RunLock Take(RunFolder folder)
    {
        try
        {
            return new(new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException) && File.Exists(folder.LockFile))
        {
            throw new InvalidDataException($"{folder.Path}: another training is writing to this folder; wait until it ends, or choose another --out.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
