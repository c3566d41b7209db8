using System;
using System.Collections.Generic;

namespace UnityEditor
{
    public class SettingsProvider
    {
        readonly string path;

        public SettingsProvider(string path, SettingsScope scopes, IEnumerable<string> keywords = null)
        {
            this.path = path;
            this.keywords = keywords;
        }

        public string settingsPath
        {
            get { return path; }
        }

        public string label { get; set; }
        public IEnumerable<string> keywords { get; set; }
        public Action<string> guiHandler { get; set; }
        public Action inspectorUpdateHandler { get; set; }
        public Action deactivateHandler { get; set; }
    }
}
