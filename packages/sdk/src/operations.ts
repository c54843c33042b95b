import * as c from '@kurenda/contract'
import type { Operation } from './operation.ts'

/** Of a record with a number. */
const params = c.idParams

/**
 * The whole API, by noun: a call of the client for each. A test holds it equal to the server's routes, schema by schema.
 */
export const operations = {
  apiKeys: {
    list: { method: 'GET', path: '/api-keys', answer: c.apiKeyList },
    /** Makes a key, and tells it this once. */
    create: { method: 'POST', path: '/api-keys', body: c.newApiKey, answer: c.addedApiKey },
    revoke: { method: 'POST', path: '/api-keys/:id/revoke', params, answer: c.apiKey },
  },
  audience: {
    /** How many would get a broadcast, and why the others would not. */
    count: { method: 'POST', path: '/audience/count', body: c.audienceRequest, answer: c.audienceCount },
  },
  audit: {
    list: { method: 'GET', path: '/audit', query: c.auditQuery, answer: c.auditPage },
    /** Walks the chain from its beginning and names the first entry that does not fit. */
    verify: { method: 'GET', path: '/audit/verification', query: c.auditQuestion, answer: c.auditVerification },
  },
  broadcasts: {
    list: { method: 'GET', path: '/broadcasts', query: c.broadcastQuery, answer: c.broadcastPage },
    get: { method: 'GET', path: '/broadcasts/:id', params, answer: c.broadcast },
    /** Its messages as a CSV file. */
    export: { method: 'GET', path: '/broadcasts/:id/export', params, answer: 'file' },
    /** How it stood at instants of its sending. */
    course: { method: 'GET', path: '/broadcasts/:id/course', params, answer: c.course },
    /** Prepares a broadcast to the people of a list; nothing is sent before its `confirm`. */
    prepareList: {
      method: 'POST',
      path: '/broadcasts/prepare',
      list: true,
      query: c.prepareQuery,
      answer: c.preparation,
    },
    /** Nobody is counted yet: `prepare` does. */
    createDraft: { method: 'POST', path: '/broadcasts/drafts', body: c.draftContent, answer: c.draft },
    getDraft: { method: 'GET', path: '/broadcasts/:id/draft', params, answer: c.draft },
    /** Saves over the version that was read. */
    saveDraft: { method: 'PUT', path: '/broadcasts/:id/draft', params, body: c.savedDraft, answer: c.draft },
    versions: { method: 'GET', path: '/broadcasts/:id/versions', params, answer: c.draftVersions },
    /** Counts its recipients as the audience stands now, and its cost. */
    prepare: { method: 'POST', path: '/broadcasts/:id/prepare', params, answer: c.preparation },
    /** The text of one real person. */
    /** How often the people it is counted for heard from the office lately. */
    frequency: { method: 'GET', path: '/broadcasts/:id/frequency', params, answer: c.audienceFrequency },
    preview: {
      method: 'GET',
      path: '/broadcasts/:id/preview',
      params,
      query: c.previewQuery,
      answer: c.preview,
    },
    /** To oneself or colleagues, marked as a test. */
    test: { method: 'POST', path: '/broadcasts/:id/test', params, body: c.testSend, answer: c.testSent },
    /** Asks a second person to approve it. */
    review: {
      method: 'POST',
      path: '/broadcasts/:id/review',
      params,
      body: c.reviewComment.nullish(),
      answer: c.broadcast,
    },
    approve: {
      method: 'POST',
      path: '/broadcasts/:id/approve',
      params,
      body: c.reviewComment.nullish(),
      answer: c.broadcast,
    },
    /** Returns it to its author with a comment. */
    return: {
      method: 'POST',
      path: '/broadcasts/:id/return',
      params,
      body: c.reviewComment.nullish(),
      answer: c.broadcast,
    },
    /** The yes: what was prepared is sent. */
    confirm: {
      method: 'POST',
      path: '/broadcasts/:id/confirm',
      params,
      body: c.confirmation.nullish(),
      keyed: true,
      answer: c.broadcast,
    },
    /** Takes the yes back before anything went out. */
    undo: { method: 'POST', path: '/broadcasts/:id/undo', params, answer: c.broadcast },
    /** Ends the undo window early. */
    sendNow: { method: 'POST', path: '/broadcasts/:id/send-now', params, answer: c.broadcast },
    pause: { method: 'POST', path: '/broadcasts/:id/pause', params, answer: c.broadcast },
    resume: {
      method: 'POST',
      path: '/broadcasts/:id/resume',
      params,
      body: c.resumption.nullish(),
      answer: c.broadcast,
    },
    cancel: { method: 'POST', path: '/broadcasts/:id/cancel', params, answer: c.broadcast },
    messages: {
      method: 'GET',
      path: '/broadcasts/:id/messages',
      params,
      query: c.messageQuery,
      answer: c.messagePage,
    },
    /** Why messages did not arrive, and what to do. */
    failures: { method: 'GET', path: '/broadcasts/:id/failures', params, answer: c.failures },
    /** Again to the failed only, or to those nobody knows the fate of, who may then get it twice. */
    resend: { method: 'POST', path: '/broadcasts/:id/resend', params, body: c.resendRequest, answer: c.resent },
  },
  budgets: {
    list: { method: 'GET', path: '/budgets', answer: c.budgetList },
    set: { method: 'PUT', path: '/budgets', body: c.budget, answer: c.done },
  },
  channels: {
    list: { method: 'GET', path: '/channels', answer: c.channelList },
    /** Adds a channel, or changes the one of that name. */
    save: { method: 'POST', path: '/channels', body: c.newChannel, answer: c.channel },
    /** Waits a few seconds for the session with the provider and says how it stands. */
    test: { method: 'POST', path: '/channels/:id/test', params, answer: c.channelTest },
    /** What the channel and its provider said to each other, the latest first. */
    trace: {
      method: 'GET',
      path: '/channels/:id/trace',
      params,
      query: c.channelTraceQuery,
      answer: c.channelTrace,
    },
    /** Keeps every exchange for some minutes, not only what went wrong. */
    keepTrace: {
      method: 'POST',
      path: '/channels/:id/trace',
      params,
      body: c.traceChannel.nullish(),
      answer: c.channelTracing,
    },
  },
  contactFields: {
    list: { method: 'GET', path: '/contact-fields', answer: c.contactFieldList },
    create: { method: 'POST', path: '/contact-fields', body: c.newContactField, answer: c.contactField },
    change: {
      method: 'PATCH',
      path: '/contact-fields/:id',
      params,
      body: c.contactFieldChange,
      answer: c.contactField,
    },
    /** Its values stay as text. */
    remove: { method: 'DELETE', path: '/contact-fields/:id', params, answer: c.done },
  },
  contacts: {
    list: { method: 'GET', path: '/contacts', query: c.contactQuery, answer: c.contactPage },
    create: { method: 'POST', path: '/contacts', body: c.newContact, answer: c.contact },
    get: { method: 'GET', path: '/contacts/:id', params, answer: c.contact },
    /** Changes a contact that nobody changed since it was read. */
    change: { method: 'PATCH', path: '/contacts/:id', params, body: c.contactChange, answer: c.contact },
    /** It gets nothing more, and is erased after 30 days. */
    trash: { method: 'DELETE', path: '/contacts/:id', params, answer: c.done },
    restore: { method: 'POST', path: '/contacts/:id/restore', params, answer: c.contact },
    /** The numbers of a filtered list, at most 10,000. */
    ids: { method: 'GET', path: '/contacts/ids', query: c.contactIdsQuery, answer: c.contactIds },
    /** Those who fit a filter that is not saved. */
    search: { method: 'POST', path: '/contacts/search', body: c.contactSearch, answer: c.contactPage },
    trashMany: { method: 'POST', path: '/contacts/trash', body: c.contactSelection, answer: c.contactsMoved },
    restoreMany: { method: 'POST', path: '/contacts/restore', body: c.contactSelection, answer: c.contactsMoved },
    /** Texts, answers, notes, consents, groups and merges, the latest first. */
    timeline: { method: 'GET', path: '/contacts/:id/timeline', params, query: c.pageQuery, answer: c.timelinePage },
    notes: { method: 'GET', path: '/contacts/:id/notes', params, answer: c.contactNotes },
    addNote: { method: 'POST', path: '/contacts/:id/notes', params, body: c.newNote, answer: c.contactNote },
    removeNote: { method: 'DELETE', path: '/contact-notes/:id', params, answer: c.done },
    /** Pairs that share a number and have similar names. */
    duplicates: { method: 'GET', path: '/contacts/duplicates', query: c.pageQuery, answer: c.duplicatePage },
    /** `merge` becomes part of `keep`; the answer names the merge for its undo. */
    merge: { method: 'POST', path: '/contacts/merge', body: c.contactMerge, answer: c.contactMerged },
    /** Answers the contact that comes back. */
    undoMerge: { method: 'POST', path: '/contact-merges/:id/undo', params, answer: c.contact },
    /** A CSV or XLSX file. */
    export: { method: 'GET', path: '/contacts/export', query: c.exportQuery, answer: 'file' },
    /** Reads people from a list into a group. */
    import: { method: 'POST', path: '/contacts/import', list: true, query: c.importQuery, answer: c.imported },
    /** What an import would make of the first 100 rows; nothing is written. */
    previewImport: {
      method: 'POST',
      path: '/contacts/import/preview',
      list: true,
      query: c.importPreviewQuery,
      answer: c.importPreview,
    },
  },
  conversations: {
    list: { method: 'GET', path: '/conversations', query: c.conversationQuery, answer: c.threadPage },
    get: { method: 'GET', path: '/conversations/:id', params, answer: c.conversationThread },
    /** Texts and notes that hold all the words, the newest first. */
    search: { method: 'GET', path: '/conversations/search', query: c.searchQuery, answer: c.foundPage },
    reply: {
      method: 'POST',
      path: '/conversations/:id/replies',
      params,
      body: c.newReply,
      keyed: true,
      answer: c.replied,
    },
    /** A note that only staff see. */
    addNote: {
      method: 'POST',
      path: '/conversations/:id/notes',
      params,
      body: c.newConversationNote,
      keyed: true,
      answer: c.replied,
    },
    markRead: { method: 'POST', path: '/conversations/:id/read', params, answer: c.done },
    /** Gives it to a member of staff or a queue, or takes it away. */
    assign: {
      method: 'POST',
      path: '/conversations/:id/assign',
      params,
      body: c.assignment,
      answer: c.conversationThread,
    },
    close: {
      method: 'POST',
      path: '/conversations/:id/close',
      params,
      body: c.seenVersion,
      answer: c.conversationThread,
    },
    reopen: {
      method: 'POST',
      path: '/conversations/:id/reopen',
      params,
      body: c.seenVersion,
      answer: c.conversationThread,
    },
    /** Out of the lists until an instant or a new text. */
    snooze: {
      method: 'POST',
      path: '/conversations/:id/snooze',
      params,
      body: c.snooze,
      answer: c.conversationThread,
    },
    wake: {
      method: 'POST',
      path: '/conversations/:id/wake',
      params,
      body: c.seenVersion,
      answer: c.conversationThread,
    },
    /** How a template reads for the resident. */
    cannedReply: {
      method: 'GET',
      path: '/conversations/:id/canned-reply',
      params,
      query: c.cannedReplyQuery,
      answer: c.renderedTemplate,
    },
  },
  dialogueHooks: {
    /** Where dialogues may ask outside. */
    list: { method: 'GET', path: '/dialogue-hooks', answer: c.dialogueHookList },
    /** Its secret is told this once. */
    save: { method: 'PUT', path: '/dialogue-hooks', body: c.dialogueHook, answer: c.savedDialogueHook },
    remove: { method: 'DELETE', path: '/dialogue-hooks/:id', params, answer: c.done },
  },
  dialogues: {
    list: { method: 'GET', path: '/dialogues', query: c.pageQuery, answer: c.dialoguePage },
    get: { method: 'GET', path: '/dialogues/:id', params, answer: c.dialogue },
    create: { method: 'POST', path: '/dialogues', body: c.newDialogue, keyed: true, answer: c.dialogue },
    /** Saves over the version that was read. */
    save: { method: 'PUT', path: '/dialogues/:id', params, body: c.savedDialogue, answer: c.dialogue },
    open: { method: 'POST', path: '/dialogues/:id/open', params, answer: c.dialogue },
    close: { method: 'POST', path: '/dialogues/:id/close', params, answer: c.dialogue },
  },
  figures: {
    /** What waits, and what the last seven days held. */
    today: { method: 'GET', path: '/figures/today', answer: c.today },
  },
  groups: {
    list: { method: 'GET', path: '/groups', answer: c.groupList },
    create: { method: 'POST', path: '/groups', body: c.newGroup, answer: c.group },
    change: { method: 'PATCH', path: '/groups/:id', params, body: c.groupChange, answer: c.group },
    /** Its people stay contacts. */
    remove: { method: 'DELETE', path: '/groups/:id', params, answer: c.done },
    /** Adds contacts to a group and takes others out. */
    changeMembers: {
      method: 'POST',
      path: '/groups/:id/members',
      params,
      body: c.memberChange,
      answer: c.membersChanged,
    },
  },
  imports: {
    list: { method: 'GET', path: '/imports', query: c.pageQuery, answer: c.importPage },
    get: { method: 'GET', path: '/imports/:id', params, answer: c.importRecord },
    /** The refused lines with the reasons, as CSV. */
    rejected: { method: 'GET', path: '/imports/:id/rejected', params, answer: 'file' },
    /** Memberships end, contacts that nobody changed since go to trash. */
    undo: { method: 'POST', path: '/imports/:id/undo', params, answer: c.importUndone },
  },
  invitations: {
    list: { method: 'GET', path: '/invitations', answer: c.invitationList },
    create: { method: 'POST', path: '/invitations', body: c.newInvitation, answer: c.invited },
    revoke: { method: 'POST', path: '/invitations/:id/revoke', params, answer: c.done },
  },
  keywords: {
    list: { method: 'GET', path: '/keywords', answer: c.keywordList },
    save: { method: 'PUT', path: '/keywords', body: c.savedKeyword, answer: c.keyword },
    remove: { method: 'DELETE', path: '/keywords', query: c.keywordQuery, answer: c.done },
  },
  messages: {
    /** One text to one number; answered once it is stored for good. */
    send: { method: 'POST', path: '/messages', body: c.newMessage, keyed: true, answer: c.acceptedMessage },
    /** Up to 500; each is taken or refused by itself. */
    sendMany: { method: 'POST', path: '/messages', body: c.newMessageBatch, keyed: true, answer: c.acceptedBatch },
    get: { method: 'GET', path: '/messages/:id', params: c.messageParams, answer: c.message },
  },
  officeHours: {
    get: { method: 'GET', path: '/office-hours', answer: c.keptOfficeHours },
    save: { method: 'PUT', path: '/office-hours', body: c.savedOfficeHours, answer: c.keptOfficeHours },
  },
  optOuts: {
    list: { method: 'GET', path: '/opt-outs', query: c.optOutQuery, answer: c.optOutPage },
    /** Records that an address wants no more messages. */
    record: { method: 'POST', path: '/opt-outs', body: c.newOptOut, answer: c.done },
    /** Records that it wants messages again. */
    withdraw: { method: 'POST', path: '/opt-outs/withdraw', body: c.optOutWithdrawal, answer: c.done },
    import: {
      method: 'POST',
      path: '/opt-outs/import',
      list: true,
      query: c.refusalImportQuery,
      answer: c.optOutsImported,
    },
  },
  queues: {
    list: { method: 'GET', path: '/queues', answer: c.queueList },
    create: { method: 'POST', path: '/queues', body: c.savedQueue, answer: c.queueList },
    change: { method: 'PUT', path: '/queues/:id', params, body: c.savedQueue, answer: c.queueList },
    /** Its conversations lie in none. */
    remove: { method: 'DELETE', path: '/queues/:id', params, answer: c.done },
  },
  segments: {
    list: { method: 'GET', path: '/segments', answer: c.segmentList },
    create: { method: 'POST', path: '/segments', body: c.newSegment, answer: c.segment },
    /** Changes a filter that nobody changed since it was read. */
    change: { method: 'PATCH', path: '/segments/:id', params, body: c.segmentChange, answer: c.segment },
    remove: { method: 'DELETE', path: '/segments/:id', params, answer: c.done },
  },
  sendingRules: {
    /** Quiet hours, undo window, approval. */
    get: { method: 'GET', path: '/sending-rules', answer: c.sendingRules },
    save: { method: 'PUT', path: '/sending-rules', body: c.sendingRules, answer: c.sendingRules },
  },
  series: {
    list: { method: 'GET', path: '/series', answer: c.seriesList },
    /** Makes a series of a counted draft. */
    start: { method: 'POST', path: '/series', body: c.newSeries, answer: c.series },
    pause: { method: 'POST', path: '/series/:id/pause', params, answer: c.done },
    resume: { method: 'POST', path: '/series/:id/resume', params, answer: c.done },
    end: { method: 'POST', path: '/series/:id/end', params, answer: c.done },
  },
  staff: {
    list: { method: 'GET', path: '/staff', query: c.pageQuery, answer: c.staffPage },
    get: { method: 'GET', path: '/staff/:id', params, answer: c.staffMember },
    /** At once, with a password that you chose; people are better invited. */
    add: { method: 'POST', path: '/staff', body: c.newStaff, answer: c.staffMember },
    change: { method: 'PATCH', path: '/staff/:id', params, body: c.staffChange, answer: c.staffMember },
    deactivate: { method: 'POST', path: '/staff/:id/deactivate', params, answer: c.staffMember },
    reactivate: { method: 'POST', path: '/staff/:id/reactivate', params, answer: c.staffMember },
    /** A link by which they set a new password: mailed, or told where there is no mail. */
    resetPassword: { method: 'POST', path: '/staff/:id/password-reset', params, answer: c.resetLink },
    /** For who lost their phone: the password alone signs in again. */
    resetSecondFactor: { method: 'POST', path: '/staff/:id/second-factor-reset', params, answer: c.done },
  },
  status: {
    /** The town at a glance. */
    get: { method: 'GET', path: '/status', answer: c.status },
  },
  surveys: {
    list: { method: 'GET', path: '/surveys', query: c.surveyQuery, answer: c.surveyPage },
    get: { method: 'GET', path: '/surveys/:id', params, answer: c.survey },
    /** A draft that nobody can answer yet. */
    create: { method: 'POST', path: '/surveys', body: c.surveyContent, keyed: true, answer: c.survey },
    /** Saves over the version that was read. */
    save: { method: 'PUT', path: '/surveys/:id', params, body: c.savedSurvey, answer: c.survey },
    open: { method: 'POST', path: '/surveys/:id/open', params, answer: c.survey },
    /** What comes later gets a kind word and does not count. */
    close: { method: 'POST', path: '/surveys/:id/close', params, answer: c.survey },
    /** How a survey would go for a person; nothing is stored. */
    simulate: { method: 'POST', path: '/surveys/simulate', body: c.surveySimulation, answer: c.surveySimulated },
    /** Counts of each question, and by an aspect. */
    results: {
      method: 'GET',
      path: '/surveys/:id/results',
      params,
      query: c.surveyResultsQuery,
      answer: c.surveyResults,
    },
    responses: {
      method: 'GET',
      path: '/surveys/:id/responses',
      params,
      query: c.pageQuery,
      answer: c.surveyResponsePage,
    },
    /** A response from paper, entered by a clerk. */
    enterResponse: {
      method: 'POST',
      path: '/surveys/:id/responses',
      params,
      body: c.newSurveyResponse,
      keyed: true,
      answer: c.surveyResponse,
    },
    /** Links of one's own to the survey's page: who answers by one, answers once. */
    makeLinks: {
      method: 'POST',
      path: '/surveys/:id/links',
      params,
      body: c.newSurveyLinks,
      answer: c.surveyLinks,
    },
    /** The same for everyone of groups and segments, as a CSV file. */
    exportLinks: {
      method: 'GET',
      path: '/surveys/:id/links',
      params,
      query: c.surveyLinksQuery,
      answer: 'file',
    },
    /** Answers in people's own words, searched. */
    texts: { method: 'GET', path: '/surveys/:id/texts', params, query: c.surveyTextQuery, answer: c.surveyTextPage },
    /** Answers in people's own words, parted by the words they share. */
    textGroups: {
      method: 'GET',
      path: '/surveys/:id/text-groups',
      params,
      query: c.surveyTextGroupsQuery,
      answer: c.surveyTextGroups,
    },
    /** The survey beside those before it: the same questions, and what changed. */
    waves: { method: 'GET', path: '/surveys/:id/waves', params, answer: c.surveyWaves },
    /** Whom broadcasts asked and who answered, by each of the survey's aspects. */
    representation: { method: 'GET', path: '/surveys/:id/representation', params, answer: c.surveyRepresentation },
    /** The results as a PDF with charts. */
    report: { method: 'GET', path: '/surveys/:id/report', params, answer: 'file' },
    /** All responses as CSV, XLSX or JSON. */
    export: { method: 'GET', path: '/surveys/:id/export', params, query: c.surveyExportQuery, answer: 'file' },
  },
  templates: {
    list: { method: 'GET', path: '/templates', query: c.templateQuery, answer: c.templatePage },
    get: { method: 'GET', path: '/templates/:id', params, answer: c.template },
    create: { method: 'POST', path: '/templates', body: c.newTemplate, keyed: true, answer: c.template },
    addVersion: {
      method: 'POST',
      path: '/templates/:id/versions',
      params,
      body: c.newTemplateVersion,
      keyed: true,
      answer: c.template,
    },
    archive: { method: 'POST', path: '/templates/:id/archive', params, answer: c.done },
    /** How it reads for a person. */
    render: {
      method: 'GET',
      path: '/templates/:id/rendered',
      params,
      query: c.renderQuery,
      answer: c.renderedTemplate,
    },
    /** What a template of a kind may name. */
    variables: { method: 'GET', path: '/templates/variables', query: c.variableQuery, answer: c.variableList },
  },
  units: {
    list: { method: 'GET', path: '/units', answer: c.unitList },
    create: { method: 'POST', path: '/units', body: c.newUnit, answer: c.unit },
    change: { method: 'PATCH', path: '/units/:id', params, body: c.newUnit, answer: c.unit },
    /** Its staff stay. */
    remove: { method: 'DELETE', path: '/units/:id', params, answer: c.done },
  },
} as const satisfies Record<string, Record<string, Operation>>
