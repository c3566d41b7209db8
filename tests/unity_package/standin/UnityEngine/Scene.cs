namespace UnityEngine.SceneManagement
{
    public struct Scene
    {
        internal string Path;
        internal bool Dirty;

        public bool IsValid()
        {
            return Path != null;
        }

        public string path
        {
            get { return Path ?? ""; }
        }

        public string name
        {
            get { return System.IO.Path.GetFileNameWithoutExtension(path); }
        }

        public bool isDirty
        {
            get { return Dirty; }
        }
    }
}
