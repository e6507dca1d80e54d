using System.Runtime.InteropServices;

namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>The few functions of FreeType 2 that draw letters.</summary>
/// <remarks>The offsets of fields are those of 64-bit Linux; FreeType keeps them within version 2.</remarks>
internal static unsafe partial class FreeType
{
    private const string Name = "libfreetype.so.6";
    private const int GlyphOfFace = 152;
    private const int AdvanceOfGlyph = 128, BitmapOfGlyph = 152, LeftOfGlyph = 192, TopOfGlyph = 196;
    private const int PitchOfBitmap = 8, BufferOfBitmap = 16, ModeOfBitmap = 26;
    private const byte GreyMode = 2;

    // FT_LOAD_RENDER and FT_LOAD_TARGET_LIGHT: hinted in height only, so that widths stay even.
    private const int LoadFlags = 1 << 2 | 1 << 16;

    // Distances are in 64ths of a pixel.
    private const int Subpixels = 64;

    /// <summary>Starts the library; 0 where there is none.</summary>
    public static nint Start()
    {
        nint library;
        return OperatingSystem.IsLinux() && nint.Size == 8 && NativeLibrary.TryLoad(Name, out _) && Initialize(&library) == 0 ? library : 0;
    }

    /// <summary>Opens the first face of a font file; 0 if it is none.</summary>
    public static nint Open(nint library, string path)
    {
        nint face;
        return NewFace(library, path, 0, &face) == 0 ? face : 0;
    }

    /// <summary>Whether a face draws a character.</summary>
    public static bool Has(nint face, int character) => CharacterIndex(face, (nuint)character) != 0;

    /// <summary>Draws a character; null if the face cannot in this size.</summary>
    public static Glyph? Render(nint face, int character, int pixels)
    {
        if (SetPixelSizes(face, 0, (uint)pixels) != 0 || LoadGlyph(face, CharacterIndex(face, (nuint)character), LoadFlags) != 0) return null;
        var glyph = *(byte**)(face + GlyphOfFace);
        var bitmap = glyph + BitmapOfGlyph;
        var (rows, width, pitch) = (*(int*)bitmap, *(int*)(bitmap + 4), *(int*)(bitmap + PitchOfBitmap));
        var advance = (int)Math.Round(*(nint*)(glyph + AdvanceOfGlyph) / (double)Subpixels);
        var coverage = new byte[rows * width];
        if (coverage.Length > 0 && bitmap[ModeOfBitmap] != GreyMode) return null;
        for (var y = 0; y < rows; y++)
            new ReadOnlySpan<byte>(*(byte**)(bitmap + BufferOfBitmap) + (nint)y * pitch, width).CopyTo(coverage.AsSpan(y * width));
        return new(*(int*)(glyph + LeftOfGlyph), *(int*)(glyph + TopOfGlyph), width, advance, coverage);
    }

    [LibraryImport(Name, EntryPoint = "FT_Init_FreeType")]
    private static partial int Initialize(nint* library);

    [LibraryImport(Name, EntryPoint = "FT_New_Face", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int NewFace(nint library, string path, nint index, nint* face);

    [LibraryImport(Name, EntryPoint = "FT_Get_Char_Index")]
    private static partial uint CharacterIndex(nint face, nuint character);

    [LibraryImport(Name, EntryPoint = "FT_Set_Pixel_Sizes")]
    private static partial int SetPixelSizes(nint face, uint width, uint height);

    [LibraryImport(Name, EntryPoint = "FT_Load_Glyph")]
    private static partial int LoadGlyph(nint face, uint glyph, int flags);
}
