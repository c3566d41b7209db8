using System;
using System.Runtime.InteropServices;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>What cameras draw into for a picture: a temporary texture of the graphics card.</summary>
    /// <remarks>
    /// It holds 8 bits per channel in sRGB, which is what a PNG file holds: in a project with linear colour space the card
    /// encodes what is written, in one with gamma colour space the numbers are sRGB already.
    /// </remarks>
    internal sealed class PictureTarget : IDisposable
    {
        const int DepthBits = 24; // with a stencil, which masks of user interfaces need
        const int SmoothUpTo = 4200000; // pixels; larger pictures go without smooth edges, for their memory
        readonly int width;
        readonly int height;

        internal PictureTarget(int width, int height, bool smooth)
        {
            this.width = width;
            this.height = height;
            int samples = smooth && (long)width * height <= SmoothUpTo ? 4 : 1;
            Texture = RenderTexture.GetTemporary(width, height, DepthBits, RenderTextureFormat.ARGB32, RenderTextureReadWrite.sRGB, samples);
            if (!Texture.Create())
            {
                RenderTexture.ReleaseTemporary(Texture);
                throw new InvalidOperationException("the graphics card has no room for " + width + " x " + height + " pixels");
            }
            RenderTexture before = RenderTexture.active;
            RenderTexture.active = Texture;
            GL.Clear(true, true, Color.clear); // it may hold an older picture
            RenderTexture.active = before;
        }

        internal RenderTexture Texture { get; private set; }

        /// <summary>Writes the pixels to an address: red, green, blue, alpha, lower left first.</summary>
        internal void Read(long address)
        {
            RenderTexture before = RenderTexture.active;
            var pixels = new Texture2D(width, height, TextureFormat.RGBA32, false);
            pixels.hideFlags = HideFlags.HideAndDontSave;
            try
            {
                RenderTexture.active = Texture;
                pixels.ReadPixels(new Rect(0, 0, width, height), 0, 0, false);
                byte[] bytes = pixels.GetRawTextureData();
                Marshal.Copy(bytes, 0, new IntPtr(address), width * height * 4);
            }
            finally
            {
                RenderTexture.active = before;
                Object.DestroyImmediate(pixels);
            }
        }

        public void Dispose()
        {
            RenderTexture.ReleaseTemporary(Texture);
        }
    }
}
